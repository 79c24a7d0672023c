"""Findings: what the facts of a case mean."""
