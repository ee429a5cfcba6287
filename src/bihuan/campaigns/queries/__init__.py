"""Reading of teams and drives."""
