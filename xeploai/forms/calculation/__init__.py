"""The values of a form's formulas, worked out as a spreadsheet does when it opens the form."""
