"""What inspections declare to be counted."""
