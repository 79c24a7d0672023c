"""The report as one self-contained HTML file: no network, no scripts, opens anywhere, prints on A4."""

from tumorboard.formats.html.bilingual import write as write_beside
from tumorboard.formats.html.page import NAME, SUFFIX, write
from tumorboard.formats.spoken import drug_name

__all__ = ["NAME", "SUFFIX", "drug_name", "write", "write_beside"]
