"""任务: the table of tasks with its filters, columns, searches and verbs."""
