"""Units with all their names: departments, villages, enterprises."""
