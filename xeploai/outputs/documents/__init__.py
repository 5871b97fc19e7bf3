"""Templates filled with words: Word documents and plain text."""
