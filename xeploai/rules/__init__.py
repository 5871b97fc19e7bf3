"""The rule book: one module per family of checks; all_rules lists them, run runs them."""
