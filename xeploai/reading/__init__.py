"""Workbooks read into typed rows, and the findings of reading."""
