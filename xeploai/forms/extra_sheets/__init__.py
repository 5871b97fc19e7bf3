"""Sheets of a form beside those that are filled in: how to fill it, and what is signed."""
