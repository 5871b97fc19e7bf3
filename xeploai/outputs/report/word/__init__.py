"""The report for Word: its content, its template, and the check of templates."""
