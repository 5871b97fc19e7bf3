"""The rule book: one module per family of checks; registry lists them, run runs them."""
