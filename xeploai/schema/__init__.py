"""Contents of each sheet: one row type per sheet, data only."""
