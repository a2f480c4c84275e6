"""单位 through the real window, over villages that owe boilers and an order."""
