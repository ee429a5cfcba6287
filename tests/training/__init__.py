"""Training and drills."""
