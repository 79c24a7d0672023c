"""The dashboard drawn: made of the numbers of now, and of what was drawn before as far as it says the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from markupsafe import Markup

from tumorboard import vocab
from tumorboard.app.numbers import Numbers
from tumorboard.app.population import Standing, current
from tumorboard.formats.html.blocks import Blocks
from tumorboard.formats.html.inline import Shown
from tumorboard.model.context import Context
from tumorboard.report.outcomes import dashboard_page
from tumorboard.report.outcomes.dashboard import Dashboard
from tumorboard.report.outcomes.suppression import LEAST
from tumorboard.report.values import Chart, Section, Table
from tumorboard.store.registry import Registry
from tumorboard.web.sheets import drawn_section, unstyled
from tumorboard.wording import words

ROWS = 16  # genes of the oncoprint
MOST = 256  # drawn parts that are kept of a registry
Part = Section | Chart | Table


@dataclass(frozen=True, slots=True)
class Drawn:
    """The page for one gene; `parts` by name: `front`, `oncoprint`, `lollipop`, `survival`, `methods`."""

    genes: tuple[str, ...]
    chosen: str
    parts: dict[str, Markup]
    left_out: int


@dataclass(slots=True)
class _Board:
    """What is kept of one registry: numbers and what was drawn of them, good for one entry and day."""

    numbers: Numbers
    mark: int = -1
    on: date | None = None
    values: Dashboard | None = None
    sections: list[Section] = field(default_factory=list)
    oncoprint: Chart | None = None
    has_oncoprint: bool = False
    drawn: dict[tuple[str, str], tuple[Part, Markup]] = field(default_factory=dict)


_BOARDS: dict[Standing, _Board] = {}
_LOCK = Lock()


def shown(registry: Registry, gene: str, *, sees: bool, tongue: str) -> Drawn:
    """The page as the registry is now; for a gene that is not among those shown, the first of them.

    Parameters
    ----------
    sees
        Whether cases one by one and small counts of changes may be shown.

    Raises
    ------
    StoreError
        As `population.current`.
    """
    on = registry.now().date()
    with current(registry) as standing:
        with _LOCK:
            board = _BOARDS.get(standing)
            if board is None:
                board = _BOARDS[standing] = _Board(Numbers(standing))
                while len(_BOARDS) > 4:
                    _BOARDS.pop(next(iter(_BOARDS)))
        _renew(board, standing, on)
        genes = board.numbers.genes()
        chosen = gene if gene in genes else next(iter(genes), "")
        return Drawn(genes, chosen, _parts(board, chosen, sees, tongue), len(standing.left_out))


def _renew(board: _Board, standing: Standing, on: date) -> None:
    if (board.mark, board.on) != (standing.mark, on):
        board.values = board.numbers.values(Context(on, vocab.load()))
        board.sections = dashboard_page.sections(board.values)
        board.mark, board.on, board.has_oncoprint = standing.mark, on, False


def _parts(board: _Board, gene: str, sees: bool, tongue: str) -> dict[str, Markup]:
    values = board.values
    assert values is not None and board.on is not None  # renewed by the caller
    blocks = Blocks(Shown(words(tongue), vocab.load().therapies, {}))
    names: dict[str, list[Section]] = {"front": [], "survival": [], "methods": []}
    for s in board.sections:
        if not s.id.startswith("survival-"):
            names["methods" if s.id == "methods" else "front"].append(s)
        elif s.lead == (gene,):
            names["survival"].append(s)
    made = {"oncoprint": Markup(""), "lollipop": Markup("")} | {
        name: Markup("").join(_drawn(board, tongue, s.id, s, blocks) for s in some) for name, some in names.items()
    }
    if values.n is None:
        return made
    if sees:
        if not board.has_oncoprint:
            board.oncoprint = board.numbers.oncoprint(Context(board.on, vocab.load()), ROWS)
            board.has_oncoprint = True
        if board.oncoprint is not None:
            made["oncoprint"] = _drawn(board, tongue, "oncoprint", board.oncoprint, blocks)
    if gene:
        pair: tuple[Part, ...] = board.numbers.lollipops(gene, least=0 if sees else LEAST) or ()
        made["lollipop"] = Markup("").join(
            _drawn(board, tongue, f"lollipop {gene} {sees} {n}", b, blocks) for n, b in enumerate(pair)
        )
    return made


def _drawn(board: _Board, tongue: str, name: str, part: Part, blocks: Blocks) -> Markup:
    """The part drawn now, or before when it was the same."""
    known = board.drawn.pop((tongue, name), None)
    if known is None or known[0] != part:
        if isinstance(part, Section):
            known = part, unstyled(drawn_section(part, blocks))
        else:
            known = part, unstyled(blocks.draw(part, part.caption))
    board.drawn[tongue, name] = known
    while len(board.drawn) > MOST:
        board.drawn.pop(next(iter(board.drawn)))
    return known[1]
