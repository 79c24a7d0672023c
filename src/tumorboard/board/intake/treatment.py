"""Prior and current treatment in therapy codes; what is no known drug is kept by name and may be anything."""

from __future__ import annotations

import re

from tumorboard.board.intake import words
from tumorboard.board.intake.desk import Desk
from tumorboard.model.treatment import TreatmentCourse
from tumorboard.vocab import Vocabulary
from tumorboard.wire.case_file import CaseFile, TreatmentEntry

_PARTS = re.compile(r"\s*(?:\+|;|、|,|/|\band\b|\bplus\b|联合)\s*")


def courses(desk: Desk, file: CaseFile) -> tuple[TreatmentCourse, ...]:
    """Every course, in the order of the file."""
    found = tuple(_course(desk, entry, n) for n, entry in enumerate(file.treatments, start=1))
    if found and "treatment" not in {words.FAMILY.get(w.casefold(), "") for w in file.complete}:
        desk.info("CAS032", "treatments")
    return found


def _course(desk: Desk, entry: TreatmentEntry, n: int) -> TreatmentCourse:
    where = f"treatments[{n}]"
    agents, unnamed = drugs(desk, entry.drugs, f"{where}.drugs")
    if entry.start is not None and entry.stop is not None and entry.stop.latest < entry.start.earliest:
        desk.warning("CAS031", where)
        # Which date is wrong is not known: a start that may lie ahead must not hide that the drug was given.
        entry = entry.model_copy(update={"start": None})
    return TreatmentCourse(
        id=f"c{n}",
        agents=agents,
        unnamed=unnamed,
        modality=desk.word(words.MODALITY, entry.modality, f"{where}.modality") or "systemic",
        line=entry.line,
        setting=desk.word(words.SETTING, entry.setting, f"{where}.setting"),
        intent=desk.word(words.INTENT, entry.intent, f"{where}.intent"),
        start=entry.start,
        stop=entry.stop,
        ongoing=entry.ongoing,
        best_response=desk.word(words.RESPONSE, entry.best_response, f"{where}.best_response"),
        stop_reason=desk.word(words.STOP, entry.stop_reason, f"{where}.stop_reason"),
        trial=entry.trial,
    )


def drugs(desk: Desk, given: tuple[str, ...], where: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Therapy codes and the words that no code stands for, both sorted."""
    agents: set[str] = set()
    unnamed: set[str] = set()
    for n, text in enumerate(given, start=1):
        for word in pieces(desk.vocab, text):
            regimen = desk.vocab.regimens.resolve(word)
            agents.update(regimen)
            if regimen:
                continue
            code = desk.vocab.therapies.resolve(word)
            if code is None:
                if desk.vocab.medicines.named(word):
                    desk.info("CAS033", f"{where}[{n}]")
                else:
                    desk.warning("CAS030", f"{where}[{n}]")
                unnamed.add(word)
            else:
                agents.add(code)
    return tuple(sorted(agents)), tuple(sorted(unnamed))


def pieces(vocab: Vocabulary, text: str) -> tuple[str, ...]:
    """The drugs and regimens of ``FOLFOX + bevacizumab``; a name that holds a separator itself stays whole."""
    if vocab.therapies.resolve(text) is not None or vocab.regimens.resolve(text):
        return (text.strip(),)
    return tuple(p for p in _PARTS.split(text.strip()) if p)
