"""分级监管: a unit's level out of its risks and of how it keeps them, how often each level is visited, and the year's plan of inspections."""
