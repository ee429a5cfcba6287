"""Lists that carry a day's work: declared once by an app, served by one view: filters that are saved by name, columns that are chosen,
rows taken out as a spreadsheet, steps done to many rows at once."""
