"""What may come in, what may go out, and what may be seen."""
