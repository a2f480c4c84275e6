"""Tables as Qt models over plain views."""
