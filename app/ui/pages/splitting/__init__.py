"""分解到村: the matrix of targets by villages."""
