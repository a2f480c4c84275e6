"""The rooms of the fault bench: a stage, the clerk's verbs, and what is done to them."""
