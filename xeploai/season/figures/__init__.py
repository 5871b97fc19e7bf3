"""Counts up the tree of units, and their exact ratios."""
