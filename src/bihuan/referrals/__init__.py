"""Matters of others: referred to a department or the district, and assigned by those above."""
