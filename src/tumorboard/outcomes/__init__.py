"""What became of the patients: response, rates, survival, progression-free survival against the line before.

Pure like its siblings `evidence` and `trials`.  The estimators are small and in NumPy: the same sums per time go into
analyses of several centers, and no run that does not ask for outcomes pays for a statistics library.  Every number is
tested against R, lifelines or a published table; see ``docs/methods/outcomes.md``.
"""
