"""日报告、零报告: what each village, department and enterprise says of each day, filled from the records; silence is seen."""
