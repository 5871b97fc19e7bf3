"""The pack: one file of a board's season for the board above it."""
