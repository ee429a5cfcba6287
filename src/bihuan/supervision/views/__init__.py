"""Pages of pressing on."""
