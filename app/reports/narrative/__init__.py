"""The period's work report (工作进展情况报告): drafted, kept with its numbers, set as a paper."""
