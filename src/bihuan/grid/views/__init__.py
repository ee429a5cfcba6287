"""Pages of the grid, and of the persons who hold it."""
