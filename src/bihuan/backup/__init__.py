"""Backup and restore of the whole installation: all towns' rows and files, sealed by a key that the town holds (ADR 13)."""
