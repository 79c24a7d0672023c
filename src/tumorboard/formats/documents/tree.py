"""A report as plain data for the template: dicts, lists, strings and numbers, in one language.

The template draws this data and never reads it as markup, so that no text of a file can become a command.  A text is a list of
runs: a string, or a dict with `k` (badge, code, link, remedy) and `t`.  Every block has its kind under `k`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tumorboard.formats.html.blocks import PRINTED_ITEMS, PRINTED_ROWS
from tumorboard.formats.html.charts import svg
from tumorboard.formats.spoken import Spoken
from tumorboard.issues import Issue
from tumorboard.report.cards import Cards, CriterionRow, PartCard, TreeNode, TrialCard
from tumorboard.report.heat_values import HeatMap
from tumorboard.report.values import (
    Agency,
    Badge,
    Blanks,
    Bullets,
    Chart,
    Code,
    Dense,
    Facts,
    GradeCell,
    Grid,
    Link,
    Notice,
    OptionRow,
    OptionTable,
    Report,
    Row,
    Section,
    Steps,
    Table,
    Text,
    Tracks,
)

Data = dict[str, Any]


class Tree:
    """Turns the values of a report into data; `anchors` are the places that a link may lead to."""

    def __init__(self, spoken: Spoken, anchors: frozenset[str]) -> None:
        self.say = spoken
        self._anchors = anchors

    def report(self, report: Report) -> Data:
        """The whole report."""
        say = self.say
        return {
            "language": say.words.language,
            "title": say.plain(report.title),
            "subject": self.text(report.subject),
            "case": report.case_id,
            "on": say.words.day(report.on),
            "hash": report.content_hash,
            "version": report.version,
            "ruo": say.term("report.ruo_short"),
            "footer": say.term("report.research_use_only"),
            "appendix": say.term("report.appendix"),
            "sections": [self._section(s) for s in report.sections],
        }

    def text(self, text: Text) -> list[Any]:
        """A text as runs."""
        return [self._run(part) for part in self.say.joined(text)]

    def _run(self, part: object) -> Any:
        if isinstance(part, Badge):
            return {"k": "badge", "t": self.say.word(part.text), "tone": part.tone}
        if isinstance(part, Code):
            return {"k": "code", "t": part.text}
        if isinstance(part, Link):
            to = part.anchor if part.anchor in self._anchors else ""
            return {"k": "link", "t": self.text(part.text), "to": to}
        if isinstance(part, Issue):
            says, remedy = self.say.words.issue(part)
            return {"k": "remedy", "t": says, "remedy": remedy}
        return self.say.word(part)

    def _texts(self, texts: tuple[Text, ...]) -> list[list[Any]]:
        return [self.text(t) for t in texts]

    def _section(self, section: Section) -> Data:
        return {
            "id": section.id,
            "title": self.say.term(section.title.code),
            "front": section.front,
            "lead": self.text(section.lead),
            "blocks": [self._block(b, section) for b in section.blocks],
        }

    def _block(self, block: object, section: Section) -> Data:
        maker: Callable[[Tree, Any], Data] = _MAKERS[type(block)]
        made = maker(self, block)
        if getattr(block, "caption", None) == section.title:
            made["caption"] = ""  # it would only repeat the heading of its section
        return made

    def facts(self, block: Facts) -> Data:
        """Headings with their values."""
        return {"k": "facts", "pairs": [[self.say.term(h.code), self.text(t)] for h, t in block.pairs]}

    def notice(self, block: Notice) -> Data:
        """A paragraph that must be seen."""
        return {"k": "notice", "tone": block.tone, "text": self.text(block.text)}

    def bullets(self, block: Bullets) -> Data:
        """A list under its heading."""
        head = self.say.term(block.heading.code) if block.heading else ""
        return {"k": "bullets", "head": head, "items": self._texts(block.items), "columns": block.columns}

    def steps(self, block: Steps) -> Data:
        """What to do next."""
        steps = [
            {"what": self.text(s.what), "decides": self.text(s.decides), "names": self._texts(s.names)}
            for s in block.steps
        ]
        return {"k": "steps", "head": self.say.term(block.heading.code), "steps": steps}

    def blanks(self, block: Blanks) -> Data:
        """Lines for a pen."""
        return {"k": "blanks", "labels": [self.say.term(label.code) for label in block.labels]}

    def table(self, block: Table) -> Data:
        """A table; a folded one that nobody reads on paper says that it is on the page for screens."""
        printed = _printed(block)
        return {
            "k": "table",
            "caption": self.say.term(block.caption.code),
            "columns": [self.say.term(c.code) for c in block.columns],
            "wide": block.wide,
            "rows": [self._row(r) for r in block.rows] if printed else [],
            "note": "" if printed else self.say.term("report.not_in_pdf"),
            "empty": self.say.term(block.empty.code),
        }

    def _row(self, row: Row) -> Data:
        if row.heading:
            return {"heading": self.text(row.heading), "cells": [], "anchor": row.anchor}
        return {
            "heading": [],
            "cells": [self._texts(self.say.collated(c.lines) if c.names else c.lines) for c in row.cells],
            "anchor": row.anchor,
        }

    def options(self, block: OptionTable) -> Data:
        """Options in rank order by kind of support."""
        first = block.groups[0].rows[0]
        heads = ["report.col.rank", "report.col.therapy", "report.conditions", *(g.scheme.code for g in first.grades)]
        return {
            "k": "options",
            "columns": [self.say.term(h) for h in heads] + [a.name for a in first.agencies],
            "grades": len(first.grades),
            "agencies": len(first.agencies),
            "groups": [{"head": self.text(g.heading), "rows": [self._option(r) for r in g.rows]} for g in block.groups],
        }

    def _option(self, row: OptionRow) -> Data:
        return {
            "rank": str(row.rank) if row.rank else "–",
            "regimen": self.text(row.regimen),
            "rests": self._texts(row.rests_on),
            "verdict": self.say.word(row.verdict.text),
            "tone": row.verdict.tone,
            "waits": self._texts(row.waits_for),
            "flags": self.text(row.flags),
            "grades": [self._grade(g) for g in row.grades],
            "agencies": [self._agency(a) for a in row.agencies],
            "folds": [[self.say.term(head.code), self._texts(items)] for head, items in row.folds],
            "anchor": row.anchor,
        }

    def _grade(self, grade: GradeCell) -> Data:
        return {"value": self.text(grade.value), "level": grade.level}

    def _agency(self, agency: Agency) -> Data:
        on = agency.on.isoformat() if agency.on else ""
        return {"state": agency.state, "word": self.say.term(agency.state), "on": on}

    def cards(self, block: Cards) -> Data:
        """Trials one below the other."""
        return {"k": "cards", "cards": [self._card(c) for c in block.cards]}

    def _card(self, card: TrialCard) -> Data:
        return {
            "rank": card.rank,
            "name": self.text(card.name),
            "under": self._texts(card.under),
            "badges": self.text(card.badges),
            "parts": [self._part(p) for p in card.parts],
            "anchor": card.anchor,
        }

    def _part(self, part: PartCard) -> Data:
        return {
            "name": self.text(part.name),
            "badges": self.text(part.badges),
            "lists": [[self.say.term(head.code), self._texts(items)] for head, items in part.lists],
            "criteria": [self._criterion(c) for c in part.criteria],
            "fold": self.text(part.fold),
        }

    def _criterion(self, row: CriterionRow) -> Data:
        return {
            "tone": row.tone,
            "state": self.say.term(f"trial.tone.{row.tone}"),
            "reference": row.reference,
            "words": self.text(row.words),
            "says": self._texts(row.says),
            "flags": self.text(row.flags),
            "tree": [self._node(n) for n in row.tree],
        }

    def _node(self, node: TreeNode) -> Data:
        return {
            "tone": node.tone,
            "text": self.text(node.text),
            "says": self.text(node.says),
            "flags": self.text(node.flags),
            "children": [self._node(n) for n in node.children],
        }

    def grid(self, block: Grid) -> Data:
        """States in cells."""
        rows = []
        for i, (label, cells) in enumerate(block.rows):
            notes = [self._texts(c.lines) for c in block.notes[i]] if block.notes else []
            made = [[self.say.plain(mark), tone] for mark, tone, _ in cells]
            rows.append({"label": self.text(label), "cells": made, "notes": notes})
        return {
            "k": "grid",
            "caption": self.say.term(block.caption.code),
            "columns": self._texts(block.columns),
            "heads": [self.say.term(h.code) for h in block.heads],
            "rows": rows,
            "legend": [[mark, tone, self.say.term(word.code)] for mark, tone, word in block.legend],
            "chunk": block.chunk,
            "upright": block.upright,
        }

    def tracks(self, block: Tracks) -> Data:
        """Rows along one axis."""
        tracks = [
            {
                "label": self.text(t.label),
                "note": self.text(t.note),
                "marks": [[m.at, m.shape, m.tone, self.say.plain(m.label)] for m in t.marks],
                "spans": [[s.start, s.end, s.tone, s.open] for s in t.spans],
            }
            for t in block.tracks
        ]
        return {
            "k": "tracks",
            "caption": self.say.term(block.caption.code),
            "tracks": tracks,
            "ticks": [[at, words] for at, words in block.ticks],
            "lines": [[at, self.text(words)] for at, words in block.lines],
            "legend": [[shape, tone, self.say.term(word.code)] for shape, tone, word in block.legend],
        }

    def dense(self, block: Dense) -> Data:
        """Very many short items; a list that nobody reads on paper says that it is on the page for screens."""
        printed = block.count <= PRINTED_ITEMS
        groups = [[name, self._texts(items)] for name, items in block.groups] if printed else []
        note = "" if printed else self.say.term("report.not_in_pdf")
        return {"k": "dense", "head": self.text(block.fold), "groups": groups, "note": note}

    def heat_map(self, block: HeatMap) -> Data:
        """Numbers in cells with a shade."""
        return {
            "k": "heat",
            "caption": self.say.term(block.caption.code),
            "columns": [self.say.term(c.code) for c in block.columns],
            "rows": [[self.text(label), [[level, words] for level, words, _ in cells]] for label, cells in block.rows],
            "low": self.text(block.low),
            "high": self.text(block.high),
        }

    def chart(self, block: Chart) -> Data:
        """A picture with two axes, drawn as on the page for screens."""
        from tumorboard.formats.html.inline import Shown  # the drawing is written for it

        shown = Shown(self.say.words, self.say.therapies, {})
        caption = self.say.term(block.caption.code)
        return {"k": "chart", "caption": caption, "svg": str(svg(block, shown)), "says": self.say.plain(block.says)}


_MAKERS: dict[type, Callable[[Tree, Any], Data]] = {
    Facts: Tree.facts,
    Notice: Tree.notice,
    Bullets: Tree.bullets,
    Steps: Tree.steps,
    Blanks: Tree.blanks,
    Table: Tree.table,
    OptionTable: Tree.options,
    Cards: Tree.cards,
    Grid: Tree.grid,
    Tracks: Tree.tracks,
    Dense: Tree.dense,
    HeatMap: Tree.heat_map,
    Chart: Tree.chart,
}


def _printed(table: Table) -> bool:
    return not table.fold or len(table.rows) <= PRINTED_ROWS


def anchors(report: Report) -> frozenset[str]:
    """The places of a report that a link can lead to."""
    found = {s.id for s in report.sections}
    for block in (b for s in report.sections for b in s.blocks):
        if isinstance(block, Table) and _printed(block):
            found |= {r.anchor for r in block.rows}
        elif isinstance(block, OptionTable):
            found |= {r.anchor for g in block.groups for r in g.rows}
        elif isinstance(block, Cards):
            found |= {c.anchor for c in block.cards}
    return frozenset(found - {""})
