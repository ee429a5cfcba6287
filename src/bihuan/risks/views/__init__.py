"""Pages of risks: lists, a unit's points, its floor plan, a point and its steps."""
