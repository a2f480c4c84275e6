"""交办 in the window: what is handed to whom, and the orders on paper."""
