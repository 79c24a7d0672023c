"""CTML read strictly: trials in the one criteria language, and every trap of the document as a coded issue."""

from tumorboard.formats.trials.ctml.reader import read

__all__ = ["read"]
