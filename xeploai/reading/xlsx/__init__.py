"""The bytes of a workbook read into raw cells, with limits on what a file may claim."""
