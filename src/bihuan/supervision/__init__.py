"""Pressing on: extensions of terms, reminders and escalation by the town's table, the urgent track."""
