"""The way in: any file or clipboard becomes draft tasks and a change set."""
