"""Screening of cohorts against trials: what is read, the work on one partition, where it is kept, and who does it."""
