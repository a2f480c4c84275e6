"""佐证: files kept by hash, where they belong, what lacks them, how they are handed over."""
