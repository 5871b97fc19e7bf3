"""Stand-in for setuptools, so that pip downloads a source distribution and runs nothing of it.

Before it keeps one, pip asks its build backend for the metadata, and the real setuptools would run
the distribution's setup.py for that.
"""
