"""A page becomes a PDF or a workbook: text set into cells, cells into pages, pages drawn."""
