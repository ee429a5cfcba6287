"""Accounts of persons: invited, opened, closed and opened again; the second factor, sessions, passwords, guesses."""
