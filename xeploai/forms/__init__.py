"""Parts of workbooks: places of fields, styles of cells, and a sheet's self-check."""
