"""The page of problems (问题整改): its table, its side panel, its steps to 销号."""
