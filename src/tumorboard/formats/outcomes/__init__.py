"""Tables of outcomes: lesions by visit, times and events, pairs of lines; every bad record has a code, a place and a remedy.

The columns are declared in `model.outcome_tables` and shown in ``docs/formats/outcomes.md``.
"""
