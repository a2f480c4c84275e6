"""Proof as the window shows it: thumbnails, the grid of files, where they go, the ways in."""
