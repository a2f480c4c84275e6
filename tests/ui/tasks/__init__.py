"""任务 through the real window, over a campaign of boilers."""
