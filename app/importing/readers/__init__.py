"""One reader a format; after them nobody knows the format."""
