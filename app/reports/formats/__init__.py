"""What a return prints: its format as data, the fields a column can take, laid out on a page."""
