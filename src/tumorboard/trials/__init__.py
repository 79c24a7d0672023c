"""Trials: who is potentially eligible, and how another engine would have answered.  Pure."""
