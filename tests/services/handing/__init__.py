"""交办 on a real ledger: orders to villages, with their lines answered and judged."""
