"""A plain table of genes and changes, or a list of typed lines."""

from tumorboard.formats.readers.plain.reader import KINDS, NAME, SUFFIXES, VERIFIED, read, sniff

__all__ = ["KINDS", "NAME", "SUFFIXES", "VERIFIED", "read", "sniff"]
