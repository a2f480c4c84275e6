"""From a sheet to its task tables: heads, rows and labels found, columns given their parts."""
