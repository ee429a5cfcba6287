"""目标责任书: who signs what with the town each year, in which words, who has signed and who is left."""
