"""A blank of the old binary language (.xls) turned into the same form as .xlsx."""
