"""Files that arrived, the returns they hold, and which version of each counts."""
