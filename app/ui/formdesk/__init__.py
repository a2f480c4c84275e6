"""The district's blank form in the window: what it wants, put right by a click."""
