"""The panel beside the tasks: checkpoints, items, progress, proof, history, source."""
