"""Differences between operating systems and installations."""
