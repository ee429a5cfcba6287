"""Reading a narrative: its paragraphs, the blanks in them, the outline of its sentences."""
