"""Statements matched, graded and ranked into therapy options."""
