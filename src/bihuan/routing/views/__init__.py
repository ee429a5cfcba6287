"""Pages of routes."""
