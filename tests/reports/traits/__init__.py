"""What a printed form shows round its cells."""
