"""Papers with a page of their own: 交办单, 修订对照表, the indexes of what is handed over."""
