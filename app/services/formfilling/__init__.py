"""The district's own blank forms: what their columns and rows want, and how they are filled."""
