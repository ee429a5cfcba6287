"""总结: a narrative's blanks bound to figures, its claims checked, the result issued and frozen."""
