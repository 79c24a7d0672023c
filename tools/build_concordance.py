"""Write docs/knowledge/concordance.md: our grades, classes and scores beside those of others.

Usage: python tools/build_concordance.py FOLDER [--page FILE]

FOLDER holds the CIViC releases as received (``civic_2021``, ``civic_2024``) and scarHRD's test file
(``scarhrd/test2.txt``); the tables of signatures come from the installed package.  A section whose data are absent is kept
as the page has it; a folder that holds nothing of all this is refused.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import concordance_amp
import concordance_numbers as numbers
from doc_text import table

PAGE = Path(__file__).resolve().parents[1] / "docs" / "knowledge" / "concordance.md"
TITLE = """# Concordance with others

Our grades, classes and scores beside those of publications and of other programs, made by

```text
python tools/build_concordance.py FOLDER
```

where FOLDER holds the releases of CIViC as received (`civic_2021`, `civic_2024`) and scarHRD's test file
(`scarhrd/test2.txt`); the tables of signatures come from the package SigProfilerAssignment where it is installed. Every
difference has its reason."""
AMP = (
    "*Ours* is the better of two: the items that the assertion sums up, graded by our rules, and the pack's statements on a patient "
    "with nothing but the assertion's alteration and tumor, on the day of the release (guidelines bear no date and count as they "
    "are now). Assertions without a tier (predisposing, oncogenic) are not here. CIViC content is CC0 1.0 (Griffith et al. 2017, "
    "Nat Genet 49:170)."
)
COLUMNS = ("value", "source", "expected", "ours", "")


class Absent(Exception):
    """The data of a section are not here."""


def sections() -> Mapping[str, Callable[[Path], str]]:
    """Heading -> what writes the section."""
    return {
        "AMP tiers beside CIViC's assertions": amp,
        "Oncogenicity on written cases": oncogenicity,
        "Burden, instability and deficiency at their limits": limits,
        "Scars of scarHRD's test file": hrd,
        "Signatures of SigProfilerAssignment's test matrix": signatures,
    }


def amp(folder: Path) -> str:
    """Every assertion that has a tier, with ours, and why the two differ."""
    releases = [folder / "civic_2021", folder / "civic_2024"]
    if not all(r.is_dir() for r in releases):
        raise Absent("the CIViC releases civic_2021 and civic_2024")
    found = concordance_amp.compared(releases)
    counts = Counter((c.release, c.agrees) for c in found)
    totals = [
        (r, str(counts[r, True] + counts[r, False]), str(counts[r, True]), str(counts[r, False]))
        for r in sorted({c.release for c in found})
    ]
    rows = [
        (c.release, c.name, c.claim, c.theirs, c.ours or "none", c.items or "none", c.pack or "none",
         "agree" if c.agrees else c.reason)
        for c in found
    ]  # fmt: skip
    columns = ("release", "assertion", "claim", "CIViC", "ours", "by items", "by the pack", "")
    counted = table(("release", "assertions with a tier", "agree", "differ"), totals)
    return f"{AMP}\n\n{counted}\n\n{table(columns, rows)}"


def oncogenicity(folder: Path) -> str:
    """Written cases with the total and class that the published points give."""
    columns = ("case", "codes met", "dropped", "published", "ours", "by PCGR's limits", "")
    about = "Points and limits of Horak 2022 (Genet Med 24:986); exclusions in the order of [the procedure's table](../reference/grading.md#oncogenicity)."
    return f"{about}\n\n{table(columns, list(numbers.oncogenicity()))}"


def limits(folder: Path) -> str:
    """Values on both sides of the published limits, and exact intervals of a burden."""
    return table(COLUMNS, [*numbers.measured(), *numbers.burdens()])


def hrd(folder: Path) -> str:
    """The three counts of the test file."""
    path = folder / "scarhrd" / "test2.txt"
    if not path.is_file():
        raise Absent("scarHRD's file scarhrd/test2.txt")
    return table(COLUMNS, list(numbers.hrd(path)))


def signatures(folder: Path) -> str:
    """The activities of three samples."""
    data = numbers.package()
    if data is None:
        raise Absent(f"the installed package {numbers.PACKAGE}")
    return table(COLUMNS, list(numbers.signatures(data)))


def written(page: Path = PAGE) -> dict[str, str]:
    """The sections of the page as it is."""
    if not page.exists():
        return {}
    parts = page.read_text("utf-8").split("\n## ")[1:]
    return {head: body.strip() for head, _, body in (part.partition("\n") for part in parts)}


def unexplained(found: Iterable[concordance_amp.Compared]) -> list[str]:
    """Differences that nobody wrote a reason for."""
    return [f"{c.release} {c.name}" for c in found if not c.agrees and not c.reason]


def main(folder: Path, page: Path = PAGE) -> None:
    """Write the page, each section anew where its data are here."""
    kept, out = written(), [TITLE]
    for heading, write in sections().items():
        try:
            text = write(folder)
        except Absent as absent:
            print(f"kept as it was, for the data are not here ({absent}): {heading}")
            text = kept.get(heading, "Not made yet.")
        out.append(f"## {heading}\n\n{text.strip()}")
    page.write_text("\n\n".join(out) + "\n", encoding="utf-8", newline="\n")
    print(f"wrote {page.name}")


def given(words: list[str] | None = None) -> argparse.Namespace:
    """The command line; what is no folder of releases ends the program before anything is written."""
    parser = argparse.ArgumentParser(description="Write the page of concordance from data as received.")
    parser.add_argument("folder", type=Path, help="holds civic_2021, civic_2024 and scarhrd/test2.txt, or some of them")
    parser.add_argument(
        "--page", type=Path, default=PAGE, help="where to write (default: the page of the documentation)"
    )
    found = parser.parse_args(words)
    if not any((found.folder / name).exists() for name in ("civic_2021", "civic_2024", "scarhrd")):
        parser.error(f"{found.folder} holds none of civic_2021, civic_2024, scarhrd")
    return found


if __name__ == "__main__":
    told = given()
    main(told.folder, told.page)
