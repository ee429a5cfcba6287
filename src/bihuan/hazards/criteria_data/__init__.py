"""The tables of `hazards.criteria`: standards by trade with what they call a major hazard, in our own words."""
