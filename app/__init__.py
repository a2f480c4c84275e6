"""攻坚台账, a township's ledger for the yearly pollution-control campaign."""
