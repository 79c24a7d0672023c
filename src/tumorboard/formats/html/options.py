"""The table of therapy options: rank, regimen, conditions, grades and agencies side by side, reasons under each row."""

from __future__ import annotations

from collections.abc import Callable

from tumorboard.formats.html.inline import Shown
from tumorboard.formats.html.markup import Html, join, tag
from tumorboard.report.values import Agency, GradeCell, OptionGroup, OptionRow, OptionTable

# Form before color: full, half, barred, dashed, and a word in each.
STATE_MARKS = {
    "approved": "●",
    "accelerated": "◐",
    "conditional": "◐",
    "withdrawn": "✕",
    "not_approved": "–",
    "not_yet": "–",
    "unknown": "?",
}
VERDICT_MARKS = {"good": "✓", "warn": "?", "bad": "✕"}
Folded = Callable[[Html, Html], Html]


def option_table(block: OptionTable, shown: Shown, folded: Folded) -> Html:
    """One table for each kind of support; late ones open on a click."""
    made = []
    for group in block.groups:
        heading = shown.markup(group.heading)
        made.append(folded(heading, _table(group, shown, folded)) if group.folded else _table(group, shown, folded))
    return join(made)


def _table(group: OptionGroup, shown: Shown, folded: Folded) -> Html:
    first = group.rows[0]
    names = [shown.term("report.col.rank"), shown.term("report.col.therapy"), shown.term("report.conditions")]
    names += [shown.term(g.scheme.code) for g in first.grades] + [a.name for a in first.agencies]
    kinds = ["rank", "therapy", "conditions", *["graded"] * len(first.grades), *["status"] * len(first.agencies)]
    heads = [tag("th", _breakable(n), scope="col", class_=k) for n, k in zip(names, kinds, strict=True)]
    rows = [r for row in group.rows for r in _rows(row, shown, names, folded)]
    return tag(
        "table",
        tag("caption", shown.markup(group.heading)),
        tag("thead", tag("tr", *heads)),
        tag("tbody", *rows),
        class_="options stack",
    )


def _breakable(name: str) -> Html:
    """A name that may go on in the next line after each slash."""
    return join(name.split("/"), Html(f"/{tag('wbr')}"))


def _rows(row: OptionRow, shown: Shown, names: list[str], folded: Folded) -> tuple[Html, Html]:
    rank = tag("td", tag("span", str(row.rank) if row.rank else "–", class_="number"), data_label=names[0])
    rests = tag("span", join([shown.markup(t) for t in row.rests_on], " · "), class_="rests") if row.rests_on else None
    regimen = tag("th", tag("span", shown.markup(row.regimen), class_="regimen"), rests, scope="row")
    cells = [rank, regimen, tag("td", _verdict(row, shown), data_label=names[2])]
    labels = iter(names[3:])
    cells += [tag("td", _grade(g, shown), data_label=next(labels)) for g in row.grades]
    cells += [tag("td", _agency(a, shown), data_label=next(labels)) for a in row.agencies]
    body = join(
        [
            tag("div", tag("h3", shown.term(head.code)), tag("ul", *[tag("li", shown.markup(t)) for t in items]))
            for head, items in row.folds
        ]
    )
    more = folded(Html(shown.term("report.open_option")), tag("div", body, class_="why"))
    return (
        tag("tr", *cells, class_="option", id=row.anchor or None),
        tag("tr", tag("td", more, colspan=len(names)), class_="more"),
    )


def _verdict(row: OptionRow, shown: Shown) -> Html:
    mark = tag("b", VERDICT_MARKS.get(row.verdict.tone, "·"), aria_hidden="true")
    word = tag("span", mark, " ", shown.markup((row.verdict.text,)), class_=f"verdict {row.verdict.tone}")
    waits = [tag("span", shown.markup(t), class_="waits") for t in row.waits_for]
    flags = [shown.markup((f,)) for f in row.flags]
    return join([word, *waits, *flags])


def _grade(grade: GradeCell, shown: Shown) -> Html:
    """The grade with a meter of four steps; the rule that gave it on hover, and among the reasons under the row."""
    why = f"{shown.term('report.rule')} {grade.rule}: {shown.plain(grade.why)}"
    if not grade.value:
        return tag("span", "–", class_="grade none", title=why)
    steps = [
        tag("rect", x=i * 7, y=9 - 3 * i, width=5, height=3 * i + 3, class_="on" if i < grade.level else "off")
        for i in range(4)
    ]
    meter = tag("svg", *steps, width=28, height=12, viewBox="0 0 28 12", aria_hidden="true", class_="meter")
    return tag("span", meter, tag("b", shown.markup(grade.value)), class_="grade", title=why)


def _agency(agency: Agency, shown: Shown) -> Html:
    mark = tag("b", STATE_MARKS.get(agency.state, "?"), aria_hidden="true")
    when = tag("time", agency.on.isoformat(), datetime=agency.on.isoformat()) if agency.on else None
    title = " · ".join(
        t for t in (agency.source and shown.term(agency.source), shown.term(f"confidence.{agency.confidence}")) if t
    )
    return tag("span", mark, " ", shown.term(agency.state), when, class_=f"agency {agency.state}", title=title or None)
