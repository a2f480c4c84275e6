"""Work on tasks: their fields, targets, checkpoints, readings and progress."""
