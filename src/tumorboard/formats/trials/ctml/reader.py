"""A CTML file as trials: every trap a coded issue, every criterion in the one language or, word for word, a `Manual`.

Source: docs/formats/ctml.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tumorboard.criteria.leaves.age_between import AgeBetween
from tumorboard.criteria.leaves.manual import Manual
from tumorboard.formats.trials.ctml import parts, statuses
from tumorboard.formats.trials.ctml.clinical import NO_NAMES, Names
from tumorboard.formats.trials.ctml.nodes import Reader
from tumorboard.formats.trials.ctml.notes import Notes
from tumorboard.formats.trials.documents import documents
from tumorboard.issues import Issue, Parsed, Place, Severity
from tumorboard.model.trial import Trial, TrialCriterion, TrialId, TrialPart
from tumorboard.vocab import Vocabulary

_NUMBERED = re.compile(r"[0-9-]*[0-9][0-9-]*")
_IDS = ("protocol_no", "nct_id", "trial_id", "trial_internal_id")
_READ = {*_IDS, "phase", "status", "short_title", "long_title", "match", "treatment_list", "prior_treatment_requirements"}  # fmt: skip


def read(
    text: str, name: str, vocab: Vocabulary, *, names: Names = NO_NAMES, unnamed: bool = False
) -> Parsed[tuple[Trial, ...]]:
    """Every trial of the file with every issue; None when the file cannot be read.

    Parameters
    ----------
    name
        File name without folders, for the places of issues.
    names
        Another engine's map of diagnosis names, to compare with (CTML050).
    unnamed
        Whether a document without any id is a trial too, named after the file and its number: for one who is about to name it.
    """
    found = documents(text, name)
    if found.value is None:
        return Parsed(None, found.issues)
    issues = list(found.issues)
    if len(found.value) > 1:
        issues.append(Issue.of("CTML002", Severity.INFO, Place(name), count=len(found.value)))
    trials: list[Trial] = []
    seen: set[TrialId] = set()
    for number, document in enumerate(found.value, 1):
        notes = Notes(name, number if len(found.value) > 1 else None)
        called = TrialId("protocol", f"{name}#{number}") if unnamed else None
        trial = trial_of(document, Reader(notes, vocab, names), called)
        if trial is not None:
            if trial.ids[0] in seen:
                notes.add("CTML005", "protocol_no", number=trial.ids[0].value)
            seen.add(trial.ids[0])
            trials.append(trial)
        issues += notes.issues
    return Parsed(tuple(trials), tuple(issues))


def trial_of(document: Mapping[str, object], reader: Reader, called: TrialId | None = None) -> Trial | None:
    """The trial of one document; None when it has no id at all and is not `called` by one, its criteria linted all the same."""
    notes = reader.notes
    ids = _ids(document, notes) or ((called,) if called is not None else ())
    status = statuses.of_trial(document, notes)
    own = parts.criteria(document, "", reader) if "match" in document else ()
    if own:
        notes.add("CTML010", "match")
    asked = parts.conjuncts(own)
    treatment = document.get("treatment_list")
    if treatment is not None and not isinstance(treatment, Mapping):
        notes.add("CTML020", "treatment_list")
    above = parts.Above(asked, frozenset(asked), paused=False)
    held = parts.below(treatment, "treatment_list", reader, above) if isinstance(treatment, Mapping) else ()
    prior = tuple(_prior(document.get("prior_treatment_requirements"), notes))
    _ages(document, held, notes)
    if not ids:
        return None
    return Trial(
        ids=ids,
        titles={"en": title} if (title := _text(document.get("long_title") or document.get("short_title"))) else {},
        phase=_text(document.get("phase")),
        criteria=(*own, *prior),
        parts=held,
        status=status,
        source=notes.file,
        extras={k: v for k, v in document.items() if k not in _READ},
    )


def _ids(document: Mapping[str, object], notes: Notes) -> tuple[TrialId, ...]:
    number = _text(document.get("protocol_no"))
    if not number:
        notes.add("CTML003", "protocol_no")
    elif not _NUMBERED.fullmatch(number):
        notes.add("CTML004", "protocol_no", number=number)
    registered = _text(document.get("nct_id"))
    if registered and TrialId.of(registered).system != "nct":
        notes.add("CTML100", "nct_id", id=registered)
    told = [TrialId.of(text) for key in _IDS if (text := _text(document.get(key)))]
    return tuple(dict.fromkeys(told))


def _prior(value: object, notes: Notes) -> Iterator[TrialCriterion]:
    """One criterion for each line of free text, for a person: no engine reads them."""
    listed = value.get("prior_treatment_requirement", []) if isinstance(value, Mapping) else value
    for at, item in enumerate(listed if isinstance(listed, list) else [listed] if listed else []):
        said = item.get("prior_treatment_requirement_name") if isinstance(item, Mapping) else item
        if said:
            place = f"prior_treatment_requirements.{at}"
            notes.add("CTML009", place)
            yield TrialCriterion(asks=Manual(str(said)), texts={"en": str(said)}, place=place)


def _ages(document: Mapping[str, object], held: tuple[TrialPart, ...], notes: Notes) -> None:
    """Whether the group of ages in words fits those of the criteria."""
    word = _text(document.get("age")).lower()
    todo = list(held)
    while todo:
        part = todo.pop()
        todo += part.parts
        for asked in parts.conjuncts(part.criteria):
            if isinstance(asked, AgeBetween) and (
                (word.startswith("adult") and asked.max is not None and asked.max < 18)
                or (word.startswith(("child", "pediatric")) and asked.min is not None and asked.min >= 18)
            ):
                notes.add("CTML019", part.id)
                return


def _text(value: object) -> str:
    return "" if value is None else str(value)
