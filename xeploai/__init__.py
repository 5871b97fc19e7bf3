"""Excel returns of grassroots Party organisations, checked, added up and published."""

__version__ = "0.1.0"
