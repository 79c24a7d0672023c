"""MAF tables for the tests: rows as dictionaries of the columns that matter, read with the shipped vocabularies."""

from __future__ import annotations

from pathlib import Path

from tumorboard import vocab
from tumorboard.formats.readers import maf
from tumorboard.issues import Parsed
from tumorboard.model.alteration import Variant
from tumorboard.model.profile import Profile, ReadRequest
from tumorboard.wording import words

BRAF = {
    "Hugo_Symbol": "BRAF", "Entrez_Gene_Id": "673", "NCBI_Build": "GRCh38", "Chromosome": "chr7", "Start_Position": "140753336",
    "End_Position": "140753336", "Strand": "+", "Variant_Classification": "Missense_Mutation", "Variant_Type": "SNP",
    "Reference_Allele": "A", "Tumor_Seq_Allele1": "A", "Tumor_Seq_Allele2": "T", "Tumor_Sample_Barcode": "T-1",
    "HGVSp_Short": "p.V600E", "HGVSc": "ENST00000646891.2:c.1799T>A", "Transcript_ID": "ENST00000646891",
}  # fmt: skip
COLUMNS = tuple(BRAF)


def row(**changes: str) -> dict[str, str]:
    """The BRAF row with other cells."""
    return {**BRAF, **changes}


def text(*rows: dict[str, str], comments: str = "#version 2.4\n", separator: str = "\t") -> str:
    """A MAF with every column that one of the rows has."""
    columns = tuple(dict.fromkeys(name for r in rows or (BRAF,) for name in r))
    lines = [separator.join(columns), *(separator.join(r.get(c, "") for c in columns) for r in rows)]
    return comments + "\n".join(lines) + "\n"


def write(folder: Path, content: str | bytes, name: str = "case.maf") -> Path:
    """`content` as a file."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(path: Path, *, sample: str = "", assembly: str = "") -> Parsed[Profile]:
    """`maf.read`; checks on the way that every record is accounted for and every issue has words."""
    parsed = maf.read(path, ReadRequest(vocab=vocab.load(), sample=sample, assembly=assembly))
    if parsed.value is not None:
        assert parsed.value.kept + sum(parsed.value.tally.values()) == parsed.value.records
    for issue in parsed.issues:
        assert all(words("en").issue(issue))
    return parsed


def profile(path: Path, **asked: str) -> Profile:
    """The profile of a table that must be readable."""
    value = read(path, **asked).value
    assert value is not None
    return value


def only(folder: Path, *rows: dict[str, str], **asked: str) -> Variant:
    """The only variant of a table of `rows`."""
    found = profile(write(folder, text(*rows)), **asked)
    assert len(found.variants) == 1, dict(found.tally)
    return found.variants[0]


def codes(parsed: Parsed[Profile]) -> list[str]:
    """Issue codes in order."""
    return [issue.code for issue in parsed.issues]


def short(variant: Variant) -> str:
    """Gene and change, for tables of expectations."""
    return f"{variant.gene} {variant.hgvs_p.removeprefix('p.')}".strip()
