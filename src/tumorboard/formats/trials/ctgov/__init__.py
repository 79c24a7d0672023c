"""Studies of ClinicalTrials.gov in the form of its API, version 2, as skeletons of trials; see docs/formats/clinicaltrials-gov.md."""

from tumorboard.formats.trials.ctgov.reader import is_study, read, studies

__all__ = ["is_study", "read", "studies"]
