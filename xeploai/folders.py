"""The folders of the output folder, by what they hold."""

REPORT = "report"
"""The folder of the report, below the output folder."""

UNIT_REPORTS = "report/don-vi"
"""The folder of the reports of single units, below the output folder."""

RETURNS = "returns"
"""The folder of what goes back to the units, below the output folder."""

REMINDERS = "letters"
"""The folder of the letters that remind of deadlines, below the output folder."""
