"""The way out: a return becomes a page grid, and the grid a workbook or a PDF."""
