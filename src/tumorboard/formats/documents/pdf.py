"""Report and words to PDF bytes.

Typst sets the pages: tagged (PDF/UA-1), with the fonts embedded, without the network and without the fonts of the machine.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

from tumorboard.errors import InputError, InternalError
from tumorboard.formats.documents.tree import Tree, anchors
from tumorboard.formats.documents.xml_text import allowed
from tumorboard.formats.spoken import Spoken
from tumorboard.report.values import Report
from tumorboard.vocab import Therapies
from tumorboard.wording import Words

if TYPE_CHECKING:
    from typst import Fonts

NAME = "pdf"
SUFFIX = ".pdf"
STANDARD = "ua-1"  # tagged for screen readers
FONT_PACKAGE = "justmytype_intl_cjk"


def write(report: Report, languages: tuple[Words, ...], therapies: Therapies) -> bytes:
    """The report as PDF: same report, languages and versions, same bytes.

    Parameters
    ----------
    languages
        One language; with two every block stands in both, side by side.

    Raises
    ------
    InputError
        If the packages of ``tumorboard[documents]`` are not installed.
    """
    try:
        import typst
    except ImportError as error:
        raise _absent() from error
    places = anchors(report)
    trees = [Tree(Spoken(words, therapies, report.labels), places).report(report) for words in languages]
    text = allowed(json.dumps(trees, ensure_ascii=False))

    compile_ = cast("Callable[..., bytes]", typst.compile)  # the types of its hints cannot be told from keywords alone

    def compiled(standards: list[str]) -> bytes:
        return compile_(
            _template(),
            sys_inputs={"report": text},
            font_paths=_fonts(),
            format="pdf",
            pdf_standards=standards,
            timestamp=int(datetime(report.on.year, report.on.month, report.on.day, tzinfo=UTC).timestamp()),
        )

    try:
        return compiled([STANDARD])
    except typst.TypstError:
        # A letter that no font here has (of a name, in a free text) is no reason to give no document; it shows as a box.
        with suppress(typst.TypstError):
            return compiled([])
    # Its words may quote the report.
    raise InternalError("the pages of the report could not be set")


@lru_cache(maxsize=1)
def _template() -> bytes:
    return files("tumorboard.formats.documents").joinpath("report.typ").read_bytes()


@lru_cache(maxsize=1)
def _fonts() -> Fonts:
    """The Chinese font (Noto Sans SC, SIL Open Font License), which holds Latin, Greek and Cyrillic too, and Typst's own."""
    import typst

    found = find_spec(FONT_PACKAGE)
    if found is None or found.origin is None:
        raise _absent()
    folder = Path(found.origin).parent / "fonts" / "ofl" / "notosanssc"
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder)])


def _absent() -> InputError:
    return InputError("PDF needs packages that are not installed", remedy="Install tumorboard[documents].")
