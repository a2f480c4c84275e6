"""The journal read, taken back, carried out again, and told in words."""
