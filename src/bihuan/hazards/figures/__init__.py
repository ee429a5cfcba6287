"""The figures of hazards, by what they count; each file declares its own when it is imported."""
