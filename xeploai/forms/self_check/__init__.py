"""The self-check of a form: what the rules declare, laid into its sheets as formulas."""
