"""Measurements with real sizes, side by side with the obvious way."""
