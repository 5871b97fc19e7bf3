"""The commands of `build.py`, and what the person at the terminal sees of them."""
