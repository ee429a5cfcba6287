"""Yearly assessment and 一票否决: sheets scored by the registry's figures and by people, ranked; vetoes raised by records, decided by people."""
