"""The items of the checklists: group, what to look at, and the topic of `law` that it rests on."""
