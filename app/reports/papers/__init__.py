"""Papers with a page of their own: the 交办单, the 修订对照表, the indexes of what is handed over."""
