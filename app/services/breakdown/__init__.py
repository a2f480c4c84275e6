"""How tasks are broken down: named items of every kind, and shares of villages."""
