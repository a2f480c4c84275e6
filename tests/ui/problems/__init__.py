"""问题整改 through the real window, over three problems on their way."""
