"""Pages of assessments, vetoes and answers of who may be honoured."""
