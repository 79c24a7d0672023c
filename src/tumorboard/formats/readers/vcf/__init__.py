"""VCF and BCF: the reader, and the modules it is made of."""

from tumorboard.formats.readers.vcf.reader import KINDS, NAME, SUFFIXES, VERIFIED, read, sniff

__all__ = ["KINDS", "NAME", "SUFFIXES", "VERIFIED", "read", "sniff"]
