"""From a district's file to the ledger in four steps."""
