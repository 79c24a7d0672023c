"""Frozen values that every other room speaks: cases, alterations, statements, assessments."""
