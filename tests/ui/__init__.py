"""Checks of ui."""
