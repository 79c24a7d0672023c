"""Report and words to a Word file (DOCX), for who must edit or paste; what the PDF draws stands here as tables with words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tumorboard.errors import InputError
from tumorboard.formats.documents.tree import Data, Tree, anchors
from tumorboard.formats.documents.xml_text import allowed
from tumorboard.formats.spoken import Spoken
from tumorboard.report.values import Report
from tumorboard.vocab import Therapies
from tumorboard.wording import Words

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

NAME = "docx"
SUFFIX = ".docx"
EAST_ASIAN = "Microsoft YaHei"  # named, not embedded: each program takes the next best where it is absent
TONES = {"good": "0B6B4C", "warn": "8A4600", "bad": "A01748", "info": "0B5394", "mute": "55626E"}
MARKS = {"good": "✓", "warn": "?", "bad": "×"}
WIDTH_MM = 180.0
ACROSS = 9
HEAD = "E6ECF1"
EPOCH = (1980, 1, 1, 0, 0, 0)


def write(report: Report, words: Words, therapies: Therapies) -> bytes:
    """The report as DOCX: same report, language and versions, same bytes.

    Raises
    ------
    InputError
        If the package of ``tumorboard[documents]`` is not installed.
    """
    try:
        import docx
        from docx.enum.text import WD_BREAK
    except ImportError as error:
        remedy = "Install tumorboard[documents]."
        raise InputError("DOCX needs a package that is not installed", remedy=remedy) from error
    tree = Tree(Spoken(words, therapies, report.labels), anchors(report)).report(report)
    made = docx.Document()
    _prepare(made, tree, report)
    writer = _Writer(made)
    made.add_heading(allowed(tree["title"]), level=0)
    writer.paragraph(tree["subject"])
    writer.paragraph([{"k": "badge", "t": tree["ruo"], "tone": "warn"}])
    front = True
    for section in tree["sections"]:
        if front and not section["front"]:
            made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            writer.paragraph([tree["appendix"]])
        front = section["front"]
        made.add_heading(allowed(section["title"]), level=1)
        if section["lead"]:
            writer.paragraph(section["lead"])
        for block in section["blocks"]:
            writer.draw(block)
    writer.paragraph([tree["footer"]])
    writer.paragraph([{"k": "code", "t": f"tumorboard {tree['version']} · {tree['on']} · {tree['hash']}"}])
    return _settled(made)


def _prepare(made: Document, tree: Data, report: Report) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    style = made.styles["Normal"]
    style.font.name = "Segoe UI"
    style.font.size = Pt(9)
    style.paragraph_format.space_after = Pt(3)
    made.styles["Table Grid"].font.size = Pt(7.5)
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "Title"):
        made.styles[name].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), EAST_ASIAN)
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(15)
    page.top_margin = page.bottom_margin = Mm(16)
    page.header.paragraphs[0].text = allowed(f"{tree['case']} · {tree['on']} · {tree['ruo']}")
    about = made.core_properties
    about.title = allowed(f"{tree['title']} · {tree['case']}")
    about.author = f"tumorboard {tree['version']}"
    about.language = tree["language"]
    about.created = about.modified = datetime(report.on.year, report.on.month, report.on.day)  # noqa: DTZ001
    about.comments = ""


def _settled(made: Document) -> bytes:
    """The file with one time in every entry, so that the same report gives the same bytes."""
    raw, out = io.BytesIO(), io.BytesIO()
    made.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


class _Writer:
    """Writes blocks one after the other."""

    def __init__(self, made: Document) -> None:
        self.made = made

    def draw(self, block: Data) -> None:
        drawer: Callable[[_Writer, Data], None] = _DRAWERS[block["k"]]
        drawer(self, block)

    def paragraph(self, runs: list[Any], style: str | None = None) -> Paragraph:
        made: Paragraph = self.made.add_paragraph(style=style)
        self._runs(made, runs)
        return made

    def _runs(self, at: Paragraph, runs: list[Any], *, bold: bool = False) -> None:
        from docx.shared import RGBColor

        for run in runs:
            if isinstance(run, str):
                at.add_run(allowed(run)).bold = bold
            elif run["k"] == "link":
                self._runs(at, run["t"], bold=bold)
            elif run["k"] == "badge":
                # Brackets say what the color says.
                made = at.add_run(allowed(f"[{run['t']}] "))
                made.font.color.rgb = RGBColor.from_string(TONES.get(run["tone"], TONES["info"]))
            elif run["k"] == "code":
                at.add_run(allowed(run["t"])).font.name = "Consolas"
            else:
                at.add_run(allowed(f"{run['t']} → {run['remedy']}"))

    def caption(self, words: str | list[Any]) -> None:
        runs = [words] if isinstance(words, str) else list(words)
        if any(runs):
            if isinstance(runs[0], str):
                runs[0] = runs[0][:1].upper() + runs[0][1:]
            at = self.made.add_heading(level=3)
            self._runs(at, runs, bold=True)

    def table(
        self,
        heads: list[str],
        rows: list[list[list[list[Any]]]],
        *,
        shades: dict[tuple[int, int], str] | None = None,
        shares: tuple[float, ...] = (),
    ) -> None:
        """Rows of cells of lines of runs under headings that repeat on every page; `shares` are the columns' widths."""
        from docx.oxml import OxmlElement
        from docx.shared import Mm

        shades = shades or {}
        made = self.made.add_table(rows=1 + len(rows), cols=len(heads))
        made.style = "Table Grid"
        shares = shares or (1.0,) * len(heads)
        widths = [Mm(WIDTH_MM * share / sum(shares)) for share in shares]
        made.autofit = False
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        grid = [list(row.cells) for row in made.rows]  # once: asking for each cell anew takes the square of the time
        for cell, head in zip(grid[0], heads, strict=True):
            self._runs(cell.paragraphs[0], [head], bold=True)
            _shade(cell, HEAD)
        for row in grid:
            for cell, width in zip(row, widths, strict=True):
                cell.width = width
        made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for r, row in enumerate(rows):
            for c, lines in enumerate(row):
                self._fill(grid[r + 1][c], lines, bold=c == 0)
                if (r, c) in shades:
                    _shade(grid[r + 1][c], shades[r, c])

    def _fill(self, cell: _Cell, lines: list[list[Any]], *, bold: bool) -> None:
        for i, runs in enumerate(lines):
            at = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
            at.paragraph_format.space_after = 0
            self._runs(at, runs, bold=bold and i == 0)

    def facts(self, b: Data) -> None:
        for head, value in b["pairs"]:
            at = self.made.add_paragraph()
            at.paragraph_format.space_after = 0
            self._runs(at, [f"{head}: "])
            self._runs(at, value, bold=True)

    def notice(self, b: Data) -> None:
        mark = {"good": "✓", "warn": "!", "bad": "×", "info": "i", "mute": "·"}[b["tone"]]
        at = self.paragraph([{"k": "badge", "t": mark, "tone": b["tone"]}])
        self._runs(at, b["text"], bold=b["tone"] == "bad")

    def bullets(self, b: Data) -> None:
        self.caption(b["head"])
        for item in b["items"]:
            self.paragraph(item, "List Bullet")

    def steps(self, b: Data) -> None:
        self.caption(b["head"])
        for step in b["steps"]:
            at = self.paragraph(step["what"], "List Number")
            names = [part for i, name in enumerate(step["names"]) for part in ([" · ", *name] if i else name)]
            self._runs(at, [" – ", *step["decides"], " ", *names])

    def blanks(self, b: Data) -> None:
        for label in b["labels"]:
            self.paragraph([f"{label}: {'_' * 60}"])

    def plain_table(self, b: Data) -> None:
        self.caption(b["caption"])
        if b["note"] or not b["rows"]:
            self.paragraph([b["note"] or b["empty"]])
            return
        empty: list[list[list[Any]]] = [[] for _ in b["columns"][1:]]
        rows = [[[r["heading"]], *empty] if r["heading"] else r["cells"] for r in b["rows"]]
        shares = tuple(1.6 if i == b["wide"] else 1.0 for i in range(len(b["columns"])))
        self.table(b["columns"], rows, shares=shares)

    def options(self, b: Data) -> None:
        for group in b["groups"]:
            self.caption(group["head"])
            rest = (1.0,) * (len(b["columns"]) - 3)
            self.table(b["columns"], [_option(r) for r in group["rows"]], shares=(0.6, 2.6, 2.2, *rest))
            for row in group["rows"]:
                self.caption([row["rank"], ". ", *row["regimen"]])
                self.lists(row["folds"])

    def lists(self, folds: list[Any]) -> None:
        for head, items in folds:
            self.paragraph([f"{head}:"]).paragraph_format.keep_with_next = True
            for item in items:
                self.paragraph(item, "List Bullet")

    def cards(self, b: Data) -> None:
        for card in b["cards"]:
            self.caption([f"{card['rank']}. ", *card["name"], " ", *card["badges"]])
            for under in card["under"]:
                self.paragraph(under)
            for part in card["parts"]:
                self._runs(self.paragraph([]), [*part["name"], " ", *part["badges"]], bold=True)
                self.lists(part["lists"])
                for c in part["criteria"]:
                    at = self.paragraph([f"{MARKS.get(c['tone'], '·')} {c['state']} {c['reference']} "], "List Bullet")
                    self._runs(at, c["words"])
                    self._runs(at, [part for s in c["says"] for part in (" – ", *s)])
                    self._runs(at, [" ", *c["flags"]] if c["flags"] else [])

    def grid(self, b: Data) -> None:
        self.caption(b["caption"])
        if len(b["columns"]) > ACROSS and not b["heads"]:  # too many for the width of a page: one line for each
            rows = [[[column], *[[[row["cells"][i][0]]] for row in b["rows"]]] for i, column in enumerate(b["columns"])]
            self.table(["", *[_flat(row["label"]) for row in b["rows"]]], rows)
            self._legend(b)
            return
        step = max(1, b["chunk"])
        for start in range(0, len(b["columns"]), step):
            heads = ["", *[_flat(c) for c in b["columns"][start : start + step]], *b["heads"]]
            rows = [
                [[row["label"]], *[[[mark]] for mark, _ in row["cells"][start : start + step]], *row["notes"]]
                for row in b["rows"]
            ]
            self.table(heads, rows)
        self._legend(b)

    def _legend(self, b: Data) -> None:
        if b["legend"]:
            self.paragraph([" · ".join(f"{mark} {word}" for mark, _, word in b["legend"])])

    def tracks(self, b: Data) -> None:
        self.caption(b["caption"])
        for t in b["tracks"]:
            words = [", ".join(m[3] for m in t["marks"] if m[3]), *t["note"]]
            self.paragraph([*t["label"], ": ", *words], "List Bullet")

    def dense(self, b: Data) -> None:
        self.caption(b["head"])
        if b["note"]:
            self.paragraph([b["note"]])
        for name, items in b["groups"]:
            listed = [part for i, item in enumerate(items) for part in ([", ", *item] if i else item)]
            self.paragraph([f"{name}: ", *listed])

    def heat(self, b: Data) -> None:
        self.caption(b["caption"])
        rows = [[[label], *[[[words]] for _, words in cells]] for label, cells in b["rows"]]
        shades = {
            (r, c + 1): _pale(level)
            for r, (_, cells) in enumerate(b["rows"])
            for c, (level, _) in enumerate(cells)
            if level is not None
        }
        self.table(["", *b["columns"]], rows, shades=shades, shares=(2.0, *[1.0] * len(b["columns"])))

    def chart(self, b: Data) -> None:
        self.caption(b["caption"])
        self.paragraph([b["says"]])


def _option(row: Data) -> list[list[list[Any]]]:
    verdict = [
        [f"{MARKS.get(row['tone'], '·')} {row['verdict']}"],
        *row["waits"],
        *([row["flags"]] if row["flags"] else []),
    ]
    grades = [[g["value"] or ["–"]] for g in row["grades"]]
    agencies = [[[a["word"]], *([[a["on"]]] if a["on"] else [])] for a in row["agencies"]]
    return [[[row["rank"]]], [row["regimen"], *row["rests"]], verdict, *grades, *agencies]


def _flat(runs: list[Any]) -> str:
    return "".join(r if isinstance(r, str) else _flat(r["t"]) if r["k"] == "link" else r["t"] for r in runs)


def _pale(level: float) -> str:
    """A shade on which black letters stay readable."""
    share = min(max(level, 0.0), 1.0)
    return "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip((240, 245, 250), (111, 159, 208), strict=True))


def _shade(cell: _Cell, color: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", color)):
        made.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(made)


_DRAWERS: dict[str, Callable[[_Writer, Data], None]] = {
    "facts": _Writer.facts,
    "notice": _Writer.notice,
    "bullets": _Writer.bullets,
    "steps": _Writer.steps,
    "blanks": _Writer.blanks,
    "table": _Writer.plain_table,
    "options": _Writer.options,
    "cards": _Writer.cards,
    "grid": _Writer.grid,
    "tracks": _Writer.tracks,
    "dense": _Writer.dense,
    "heat": _Writer.heat,
    "chart": _Writer.chart,
}
