"""Ids, tenancy, scope, events, clock, lifecycle, files. Knows nothing of safety."""
