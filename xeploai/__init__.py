"""Excel returns of grassroots Party organisations, checked, added up and published."""

__version__ = "0.2.0"
"""Version of the program; written here only, and read as text by windows/portable.py."""
