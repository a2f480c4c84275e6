"""报表 through the real window."""
