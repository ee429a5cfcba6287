"""企业自查: what a unit's own people look at so often at their risk points, what they find, and what makes the town doubt it."""
