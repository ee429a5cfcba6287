"""The truth check: what a narrative claims, judged by the records."""
