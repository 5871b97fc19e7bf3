"""Changes since an earlier build, and their causes."""
