"""填写本期进展: one task after the other, by keyboard."""
