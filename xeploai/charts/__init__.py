"""Tables → figures: every chart of the site and the report, each declared once."""
