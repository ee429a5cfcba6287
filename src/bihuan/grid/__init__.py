"""辖区: the four-level grid, posts, persons, accounts, departments."""
