"""Pages of training and drills."""
