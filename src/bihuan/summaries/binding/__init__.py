"""Binding: which figure, scope and period a blank means, by its words and where it stands."""
