"""Tools of the developers for Windows: a Windows Python, its libraries, Wine, the package."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent

CACHE = PROJECT / ".windows"
"""Folder of what was downloaded, unpacked or compiled; safe to remove at any time."""
