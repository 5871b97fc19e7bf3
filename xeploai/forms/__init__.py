"""What workbooks are made of: where fields stand, how cells look, how a sheet checks itself."""
