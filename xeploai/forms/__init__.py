"""Parts of workbooks: places of fields, looks of cells, and a sheet's self-check."""
