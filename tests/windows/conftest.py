"""The tests that start Wine are of no use in a Python that runs under it."""

import sys

# They need the terminals of Linux.
collect_ignore = ["test_bat.py", "test_portable.py"] if sys.platform == "win32" else []
