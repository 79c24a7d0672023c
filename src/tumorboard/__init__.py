"""An open precision-oncology platform: molecular profile in, graded, ranked, explained options out.  Research use only."""

__version__ = "0.1.0"
