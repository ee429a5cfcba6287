"""风险分级管控: the risk points of a unit, how each was evaluated, its grade, its measures and who keeps it."""
