"""What is pressed and followed: problems up to their 销号, 交办 to units, who owes what."""
