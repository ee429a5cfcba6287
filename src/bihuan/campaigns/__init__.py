"""Standing teams, drives with their plans and lists of units, sweeps, and what they come to."""
