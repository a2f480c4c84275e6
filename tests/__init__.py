"""Checks of the whole."""
