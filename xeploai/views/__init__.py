"""Rows and words shared by pages, letters and reports, finished for the reader."""
