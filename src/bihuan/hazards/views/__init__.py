"""Pages of checks, their records, hazards and their steps."""
