"""An assessment as tables for spreadsheets and scripts: every record, nothing folded; docs/formats/report-tsv.md."""

from tumorboard.formats.tsv.files import NAME, SUFFIX, TABLES, write

__all__ = ["NAME", "SUFFIX", "TABLES", "write"]
