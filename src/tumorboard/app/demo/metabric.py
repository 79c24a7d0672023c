"""The numbers of METABRIC for the demonstration, out of a folder of the cBioPortal study ``brca_metabric`` that somebody has.

Nothing of the study comes with this package, and nothing about one patient leaves this module: counts and times by class alone.
A gene counts as altered with any mutation that is not silent, among the samples that the table lists as sequenced.

Source: Curtis et al. 2012, Nature, PMID 22522925; Pereira et al. 2016, Nat Commun, PMID 27161491; ODC Open Database License.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

from tumorboard.errors import InputError
from tumorboard.report.outcomes import cohort_summary
from tumorboard.report.values import Section

MUTATIONS, PATIENTS = "data_mutations_extended.txt", "data_clinical_patient.txt"
HARMLESS = frozenset({"Silent", "Intron", "3'UTR", "5'UTR", "3'Flank", "5'Flank", "IGR", "RNA"})
NO_CLASS = frozenset({"", "NC", "NA"})


def sections(folder: Path) -> tuple[Section, ...]:
    """The numbers as sections of a page.

    Raises
    ------
    InputError
        ``WEB007`` if the tables are not there, or a column is missing.
    """
    try:
        altered, sequenced = _altered(folder)
        return cohort_summary.sections(len(sequenced), {g: len(s) for g, s in altered.items()}, _survival(folder))
    except (OSError, KeyError, StopIteration, UnicodeDecodeError) as error:
        raise InputError(
            "the folder does not hold the tables of METABRIC", code="WEB007", remedy=f"It needs {MUTATIONS} (or .gz) and {PATIENTS}."
        ) from error  # fmt: skip


def _lines(path: Path) -> Iterator[str]:
    packed = path.with_suffix(".txt.gz")
    if path.exists() or not packed.exists():
        yield from path.read_text("utf-8").splitlines()
    else:
        with gzip.open(packed, "rt", encoding="utf-8") as file:
            yield from (line.rstrip("\r\n") for line in file)


def _rows(lines: Iterator[str]) -> Iterator[dict[str, str]]:
    header = next(line for line in lines if line and not line.startswith("#")).split("\t")
    for line in lines:
        if line:
            yield dict(zip(header, line.split("\t"), strict=False))


def _altered(folder: Path) -> tuple[dict[str, set[str]], set[str]]:
    """Samples by gene that is altered in them, and all samples that were sequenced."""
    sequenced: set[str] = set()
    for line in _lines(folder / MUTATIONS):
        if not line.startswith("#"):
            break
        if line.lower().startswith("#sequenced_samples:"):
            sequenced |= set(line.partition(":")[2].split())
    found: dict[str, set[str]] = {}
    for row in _rows(_lines(folder / MUTATIONS)):
        if row["Variant_Classification"] not in HARMLESS and (
            not sequenced or row["Tumor_Sample_Barcode"] in sequenced
        ):
            found.setdefault(row["Hugo_Symbol"], set()).add(row["Tumor_Sample_Barcode"])
    if not sequenced:
        raise KeyError("#Sequenced_Samples")  # without it the share of a gene has no denominator
    return found, sequenced


def _survival(folder: Path) -> dict[str, tuple[list[float], list[bool]]]:
    """Months and deaths by class; who has no time, no word or no class is left out."""
    found: dict[str, tuple[list[float], list[bool]]] = {}
    for row in _rows(_lines(folder / PATIENTS)):
        name, status = row["CLAUDIN_SUBTYPE"], row["OS_STATUS"]
        try:
            months = float(row["OS_MONTHS"])
        except ValueError:
            continue
        if name in NO_CLASS or not status or months < 0:
            continue
        times, died = found.setdefault(name, ([], []))
        times.append(months)
        died.append("DECEASED" in status)
    return found
