"""How numbers of outcomes are written, and the tables that several pages share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from math import floor, log10

from tumorboard.issues import Issue
from tumorboard.outcomes.cox import CoxFit
from tumorboard.outcomes.rates import Interval, Rate
from tumorboard.reasons import Reason
from tumorboard.report.values import Block, Cell, Notice, Report, Row, Section, Table, Term, Text
from tumorboard.wire.codec import content_hash

NONE = "–"


def percent(share: float | None, digits: int = 1) -> str:
    """A share in percent."""
    return NONE if share is None or share != share else f"{100 * share:.{digits}f}%"


def p_value(p: float | None) -> str:
    """A p value with two meaningful digits, and no more zeros than help."""
    if p is None:
        return NONE
    return "<0.0001" if p < 0.0001 else f"{p:.2g}" if p < 0.1 else f"{p:.2f}"


def number(x: float | None, digits: int = 3) -> str:
    """A number with `digits` meaningful digits, and every digit before the point.

    Examples
    --------
    >>> number(123.4, 2), number(0.8062), number(31.0, 4)
    ('123', '0.806', '31')
    """
    return (
        NONE
        if x is None or x != x
        else f"{x:.{digits}g}"
        if abs(x) < 10 ** (digits - 1)
        else f"{x:.{max(digits - len(f'{abs(x):.0f}'), 0)}f}"
    )


def hazard(x: float | None) -> str:
    """A hazard ratio with three meaningful digits, zeros included.

    Examples
    --------
    >>> hazard(1.0), hazard(0.61), hazard(12.34)
    ('1.00', '0.610', '12.3')
    """
    return NONE if x is None else f"{x:#.3g}".rstrip(".") if 1e-4 < abs(x) < 1000 else f"{x:.3g}"


def span(low: float | None, high: float | None, *, share: bool = False, digits: int = 3) -> Text:
    """``low to high``; a limit that does not exist is a dash."""
    shown = [(percent(x) if share else number(x, digits)) for x in (low, high)]
    return (Reason.of("outcomes.span", low=shown[0], high=shown[1]),)


def method(interval: Interval) -> Text:
    """The name of the method and its confidence."""
    return (Reason.of("outcomes.method", name=f"interval.{interval.method}", level=percent(interval.confidence, 0)),)


def cells(*texts: str | Text) -> Row:
    """A row of one-line cells."""
    return Row(tuple(Cell(((t,),) if isinstance(t, str) else (t,)) for t in texts))


def rate_row(name: Text, rate: Rate) -> Row:
    """Name, count, estimate, and each interval with its method on a line of its own."""
    lines = tuple((*span(i.low, i.high, share=True), " (", *method(i), ")") for i in rate.intervals)
    return Row((Cell((name,)), Cell(((f"{rate.x}/{rate.n}",),)), Cell(((percent(rate.estimate),),)), Cell(lines)))


def rate_table(caption: Term, rows: Iterable[tuple[Text, Rate]]) -> Table:
    """Rates with their intervals."""
    columns = tuple(Term(f"outcomes.column.{c}") for c in ("what", "count", "estimate", "interval"))
    return Table(caption, columns, tuple(rate_row(name, rate) for name, rate in rows))


def cox_table(caption: Term, fit: CoxFit) -> Table:
    """Hazard ratios."""
    columns = tuple(Term(f"outcomes.column.{c}") for c in ("covariate", "hazard_ratio", "interval", "p"))
    rows = tuple(
        cells(
            _covariate(c.name),
            hazard(c.hazard_ratio),
            (Reason.of("outcomes.span", low=hazard(c.low), high=hazard(c.high)),),
            p_value(c.p),
        )
        for c in fit.coefficients
    )
    return Table(caption, columns, rows)


def _covariate(name: str) -> Text:
    """Names of ours are words of the catalog, names of columns stand as they are."""
    return (Term(f"outcomes.{name}"),) if name in ("second_line", "matched_now", "matched") else (name,)


def cox_notes(fit: CoxFit) -> Text:
    """Size, ties, tests and concordance in one line."""
    shown: list[Reason | str] = [
        Reason.of("outcomes.cox_size", n=fit.n, events=fit.events, ties=f"ties.{fit.ties}"),
        " ",
        Reason.of("outcomes.cox_tests", ratio=number(fit.likelihood_ratio, 4), df=fit.df, p=p_value(fit.p_likelihood_ratio),
                  wald=number(fit.wald, 4), score=number(fit.score, 4), concordance=number(fit.concordance)),
    ]  # fmt: skip
    if fit.clusters is not None:
        shown += [" ", Reason.of("outcomes.cox_clusters", clusters=fit.clusters)]
    return tuple(shown)


def ticks(top: float, most: int = 8) -> tuple[float, ...]:
    """Round numbers from 0 to the first at or above `top`.

    Examples
    --------
    >>> ticks(23)
    (0.0, 5.0, 10.0, 15.0, 20.0, 25.0)
    """
    if top <= 0:
        return (0.0, 1.0)
    raw = top / most
    power = 10 ** floor(log10(raw))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= raw - 1e-12)
    count = int(-(-top // step))
    return tuple(round(float(i * step), 10) for i in range(count + 1))


def said(code: str) -> Notice:
    """A warning by code."""
    return Notice((Term(f"outcomes.warning.{code}"),), "warn")


def warnings(codes: Sequence[str]) -> list[Block]:
    """Every warning, as a paragraph that must be seen."""
    return [said(code) for code in codes]


def issue_section(issues: Sequence[Issue]) -> Section | None:
    """What was wrong with the table."""
    told = [i for i in issues if i.code != "TBL011"]  # a table with commas is what was asked for
    if not told:
        return None
    rows = tuple(
        Row((Cell(((i.code,),)), Cell(((str(i.place.record or ""),),)), Cell(((i.place.field,),)), Cell(((i,),))))
        for i in told
    )
    columns = tuple(Term(f"outcomes.column.{c}") for c in ("code", "record", "field", "issue"))
    return Section(
        "issues", Term("outcomes.section.issues"), (Table(Term("outcomes.section.issues"), columns, rows, wide=3),)
    )


def page(
    name: str, title: str, result: object, sections: Sequence[Section | None], *, on: date, version: str
) -> Report:
    """The page of a result; its hash is that of the result."""
    made = tuple(s for s in sections if s is not None)
    return Report(
        title=(Term(title),),
        case_id=name,
        subject=(name, f" · {on.isoformat()}"),
        on=on,
        content_hash=content_hash(result),
        version=version,
        sections=made,
    )
