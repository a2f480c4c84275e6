"""佐证 through the real window, over a campaign of boilers."""
