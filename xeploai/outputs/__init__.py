"""All that a build writes: pages, reports, letters, annotated workbooks, tables."""
