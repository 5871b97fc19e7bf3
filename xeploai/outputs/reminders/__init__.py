"""Reminders of deadlines: letters to those who owe something, and the calendar."""
