"""巡查任务: which units who keeps the grid walks past, how often, and the round that is walked."""
