"""Biomarkers that a case file gives field by field, in the codes of the markers table."""

from __future__ import annotations

from tumorboard.board.intake.desk import Desk, plain
from tumorboard.board.intake.numbers import scaled
from tumorboard.issues import Place
from tumorboard.model.biomarker import Biomarker
from tumorboard.wire.case_file import BiomarkerEntry, CaseFile


def biomarkers(desk: Desk, file: CaseFile) -> tuple[Biomarker, ...]:
    """The measurements; one whose marker is unknown is reported and left out."""
    found = []
    for n, entry in enumerate(file.biomarkers, start=1):
        where = f"biomarkers[{n}]"
        if entry.text:
            continue  # read with the other typed findings
        one = _measured(desk, entry, where)
        if one is not None:
            found.append(one)
    return tuple(found)


def _measured(desk: Desk, entry: BiomarkerEntry, where: str) -> Biomarker | None:
    code = desk.vocab.markers.resolve(entry.marker)
    if code is None:
        desk.error("CAS012", f"{where}.marker")
        return None
    known = desk.vocab.markers.entries[code]
    state = plain(entry.state)
    if state and known.states and state not in known.states:
        desk.warning("CAS013", f"{where}.state", known=known.states)
    number = scaled(desk, entry, known, where)
    if not number.usable:
        return None
    return Biomarker(
        marker=code,
        method=plain(entry.method),
        state=state,
        value=entry.value,
        unit=number.unit,
        low=entry.low,
        high=entry.high,
        comparator=entry.comparator,
        scale=number.scale,
        clone=entry.clone,
        detail=entry.detail,
        panel_mb=entry.panel_mb,
        date=entry.date,
        specimen=entry.specimen,
        assay=entry.assay,
        failed=entry.failed,
        source=Place(desk.file, field=where),
    )
