"""The map: where units, hazards and risks lie, outlines of the grid, tiles by setting."""
