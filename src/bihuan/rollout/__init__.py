"""双重预防推进: which units set an example and why, in which waves the others follow, how far each is, and who has been taken in."""
