"""Pages of the roll-out."""
