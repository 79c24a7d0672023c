"""cBioPortal's structural variants and its older fusions: the reader, and the modules it is made of."""

from tumorboard.formats.readers.cbioportal_sv.reader import KINDS, NAME, SUFFIXES, VERIFIED, read, sniff

__all__ = ["KINDS", "NAME", "SUFFIXES", "VERIFIED", "read", "sniff"]
