"""Lesions in codes; a site that is not understood is told and may be any."""

from __future__ import annotations

from tumorboard.board.intake import words
from tumorboard.board.intake.desk import Desk
from tumorboard.model.lesion import Lesion
from tumorboard.wire.case_file import CaseFile, LesionEntry


def lesions(desk: Desk, file: CaseFile) -> tuple[Lesion, ...]:
    """Every lesion, in the order of the file."""
    found = tuple(_lesion(desk, entry, n) for n, entry in enumerate(file.lesions, start=1))
    free = {x.site for x in found if not x.present} - {""}
    for n, x in enumerate(found, start=1):
        if x.present and x.site in free:
            desk.warning("CAS097", f"lesions[{n}]")
    return found


def _lesion(desk: Desk, entry: LesionEntry, n: int) -> Lesion:
    where = f"lesions[{n}]"
    if entry.treated is False and entry.treated_on is not None:
        desk.warning("CAS098", where)
    given = dict(entry)
    given["site"] = desk.word(words.SITE, entry.site, f"{where}.site")
    given["method"] = desk.word(words.IMAGING, entry.method, f"{where}.method")
    given["treated"] = True if entry.treated is None and entry.treated_on is not None else entry.treated
    return Lesion(id=f"t{n}", **given)
