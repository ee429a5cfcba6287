"""The pages of drives and teams."""
