"""Plans in prose, read whole."""
