"""Major hazards: criteria, the file, listing, visits, acceptance."""
