"""Meetings: called, held, minuted; what they decide becomes work; what leaders do against their year's list."""
