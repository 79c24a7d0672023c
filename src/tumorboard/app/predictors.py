"""DDPP of a site's own table: read, refused with a code where the guards could be led around, fitted, and told as rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tumorboard.errors import InputError, NotFound
from tumorboard.interpret.expression import ddpp
from tumorboard.issues import Issue, Place, Severity
from tumorboard.model.research_input import Ddpp

REMEDY = "See its issues, and docs/methods/winther.md."


def predictor(table: Path, outcome: str, *, aggregate: str, seed: int, permutations: int) -> Ddpp:
    """DDPP of a table of patients: one column the outcome without censoring, the others linear fold changes of genes.

    Raises
    ------
    NotFound
        If there is no such file or column.
    InputError
        If the table would mislead, with the issues RNA033 to RNA039: a patient or a gene twice, a gap, a fold change that is
        not above zero, too few patients, an outcome that does not vary or is below zero; or if the aggregate is not known.
    """
    if not table.is_file():
        raise NotFound(f"there is no file {table.name}", remedy="Check the path.")
    try:
        lines = [line.split("\t") for line in table.read_text("utf-8").splitlines() if line.strip()]
    except UnicodeDecodeError as error:
        raise InputError(f"{table.name} is no text", remedy="Give a tab-separated table.") from error
    header, rows = ([c.strip() for c in lines[0]], lines[1:]) if lines else ([], [])
    if outcome not in header:
        raise NotFound(
            f"{table.name} has no column {outcome}", remedy="Name the column of the outcome as the header does."
        )
    at = header.index(outcome)
    columns = [i for i in range(1, len(header)) if i != at]
    body = _numbers(table, header, rows, (at, *columns))
    _refuse(table, _doubts(table, [header[i] for i in (at, *columns)], [r[0] for r in rows], body))
    try:
        return ddpp.fit(
            body[:, 1:], body[:, 0], [header[i] for i in columns], aggregate=aggregate,
            dice=np.random.default_rng(seed), permutations=permutations,
        )  # fmt: skip
    except ValueError as error:
        raise InputError(f"{table.name}: {error}", remedy="See docs/methods/ for what the method needs.") from error


def ddpp_rows(found: Ddpp) -> Iterator[tuple[str, str]]:
    """The predictor as names and values; the p that counts stands before the one that was published."""
    yield "patients", str(found.patients)
    yield "aggregate (not known from the paper)", found.aggregate
    yield "genes", ", ".join(found.genes)
    yield f"p by {found.permutations} permutations of the whole search", f"{found.permutation_p:.4f}"
    yield "r left out, search repeated", "-" if found.left_out_r is None else f"{found.left_out_r:.4f}"
    yield "r on the same patients", f"{found.r:.4f}"
    yield "p of that r without correction", f"{found.naive_p:.3g}"
    why = ddpp.withheld(found)
    yield (
        "prediction",
        ddpp.REFUSALS[why].format(n=found.patients, least=ddpp.LEAST) if why else "possible, with its interval",
    )
    if not why:
        yield "of patients whose genes come to", f"{found.lowest:.4g} to {found.highest:.4g}"


def _numbers(table: Path, header: list[str], rows: list[list[str]], columns: tuple[int, ...]) -> np.ndarray:
    try:
        body = np.array([[float(r[c]) for c in columns] for r in rows], dtype=np.float64)
    except (ValueError, IndexError):
        body = np.empty((0, 0))
    if rows and len(header) > 1 and body.size and np.isfinite(body).all():
        return body
    _refuse(table, [Issue.of("RNA033", Severity.ERROR, Place(table.name))])
    raise AssertionError  # refused above


def _doubts(table: Path, names: list[str], patients: list[str], body: np.ndarray) -> list[Issue]:
    """Every fault of the table; a patient under another name has the same numbers throughout."""
    place, found = Place(table.name), []
    named = len(patients) - len({p.strip() for p in patients})
    alike = len(body) - len({tuple(row) for row in body.tolist()})
    genes = [n for n, count in Counter(n.strip().upper() for n in names[1:]).items() if count > 1]
    if named or alike:
        found.append(Issue.of("RNA034", Severity.ERROR, place, rows=max(named, alike)))
    if genes:
        found.append(Issue.of("RNA035", Severity.ERROR, place, genes=tuple(genes)))
    if (body[:, 1:] <= 0).any():
        found.append(Issue.of("RNA036", Severity.ERROR, place))
    if (body[:, 0] < 0).any():
        found.append(Issue.of("RNA037", Severity.ERROR, place))
    elif np.ptp(body[:, 0]) == 0:
        found.append(Issue.of("RNA038", Severity.ERROR, place))
    if len(body) < ddpp.LEAST_FIT:
        found.append(Issue.of("RNA039", Severity.ERROR, place, patients=len(body), least=ddpp.LEAST_FIT))
    return found


def _refuse(table: Path, issues: list[Issue]) -> None:
    if issues:
        raise InputError(f"{table.name} would mislead", issues=tuple(issues), remedy=REMEDY)
