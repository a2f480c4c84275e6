"""写工作报告: the period's work report, section by section beside its pages."""
