"""What each sheet holds: one row type per sheet, data only."""
