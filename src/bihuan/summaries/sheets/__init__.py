"""Forms of superiors (上级报表): an xlsx as it is seen, its cells bound by choosing, and the filled copy."""
