"""What is handed up: returns, registers, scores, the work report, and how they are filed."""
