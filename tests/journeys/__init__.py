"""Checks of journeys."""
