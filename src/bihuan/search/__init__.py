"""One box that finds: units, persons, hazards, papers by part of a name, pinyin initials, number or the end of a phone."""
