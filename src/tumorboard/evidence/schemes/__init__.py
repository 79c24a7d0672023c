"""Grading schemes: dated tables of rules over one statement, how its tumors relate to the patient's, and its standing."""
