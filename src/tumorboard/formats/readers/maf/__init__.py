"""MAF, the Mutation Annotation Format: the reader, and the modules it is made of."""

from tumorboard.formats.readers.maf.reader import KINDS, NAME, SUFFIXES, VERIFIED, Samples, look_through, read, sniff

__all__ = ["KINDS", "NAME", "SUFFIXES", "VERIFIED", "Samples", "look_through", "read", "sniff"]
