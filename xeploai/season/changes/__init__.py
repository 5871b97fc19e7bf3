"""What changed since an earlier build, and what made it change."""
