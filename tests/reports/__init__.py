"""Checks of reports."""
