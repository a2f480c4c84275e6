"""Checks of services."""
