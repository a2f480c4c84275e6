"""Checks of importing."""
