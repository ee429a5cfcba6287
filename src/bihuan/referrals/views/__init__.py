"""Pages of matters of others."""
