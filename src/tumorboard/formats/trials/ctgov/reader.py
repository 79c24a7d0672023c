"""A study of the registry as the skeleton of a trial: what is coded comes as criteria, every line of the text as a question.

Age and sex come from their fields, the tumor type from the conditions, a line of the text only where it is one of a few phrases
from end to end; every other line is a `Manual` criterion with the registry's words.  Results are not read.

Source: OpenAPI description of ClinicalTrials.gov API version 2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date

from tumorboard.criteria.combinators import Not
from tumorboard.criteria.leaves.age_between import AgeBetween
from tumorboard.criteria.leaves.manual import Manual
from tumorboard.criteria.leaves.sex_is import SexIs
from tumorboard.formats.trials.ctgov import conditions, eligibility, structured
from tumorboard.formats.trials.ctgov.fields import Fields, Notes
from tumorboard.formats.trials.ctgov.places import arms, sites
from tumorboard.formats.trials.ctgov.statuses import status
from tumorboard.issues import Issue, Parsed, Place, Severity
from tumorboard.model.trial import Trial, TrialCriterion, TrialId
from tumorboard.model.verdict import Criterion
from tumorboard.vocab import Vocabulary
from tumorboard.vocab.countries import Countries

_AGE = re.compile(r"(?i)\s*([0-9]{1,3})\s+(year|month|week|day|hour|minute)s?\s*")
_MODULES = ("identificationModule", "statusModule", "eligibilityModule", "armsInterventionsModule", "contactsLocationsModule")  # fmt: skip


def is_study(text: str) -> bool:
    """Whether a text is of this form."""
    return '"protocolSection"' in text and text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}


def read(text: str, name: str, vocab: Vocabulary, countries: Countries) -> Parsed[tuple[Trial, ...]]:
    """Every trial of a text: one study, a page of studies, a list, or a study a line; None when it cannot be read."""
    found = _documents(text, name)
    if found.value is None:
        return Parsed(None, found.issues)
    read_ = studies(found.value, name, vocab, countries)
    return Parsed(read_.value, (*found.issues, *read_.issues))


def studies(
    documents: tuple[object, ...], name: str, vocab: Vocabulary, countries: Countries
) -> Parsed[tuple[Trial, ...]]:
    """The trials of documents that are loaded."""
    trials: list[Trial] = []
    issues: list[Issue] = []
    for number, document in enumerate(documents, 1):
        notes = Notes(name, number if len(documents) > 1 else None)
        trial = _trial(document, notes, vocab, countries)
        if trial is not None:
            trials.append(trial)
        issues += notes.issues
    return Parsed(tuple(trials), tuple(issues))


def _documents(text: str, name: str) -> Parsed[tuple[object, ...]]:
    text = text.removeprefix("\ufeff").strip()
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        try:
            return Parsed(tuple(json.loads(line) for line in text.splitlines() if line.strip()))
        except (ValueError, RecursionError):
            return Parsed(None, (Issue.of("CTG001", Severity.ERROR, Place(name)),))
    if isinstance(whole, Mapping) and isinstance(whole.get("studies"), list):
        return Parsed(tuple(whole["studies"]))
    return Parsed(tuple(whole) if isinstance(whole, list) else (whole,))


def _trial(document: object, notes: Notes, vocab: Vocabulary, countries: Countries) -> Trial | None:
    study = Fields(document if isinstance(document, Mapping) else {}, "", notes)
    protocol = study.below("protocolSection")
    about = protocol.below("identificationModule")
    ids = _ids(about)
    if not ids:
        notes.add("CTG002", Severity.ERROR, "protocolSection.identificationModule.nctId")
        return None
    state = protocol.below("statusModule")
    title = about.text("briefTitle") or about.text("officialTitle")
    return Trial(
        ids=ids,
        acronym=about.text("acronym"),
        titles={"en": title} if title else {},
        texts={"en": summary} if (summary := protocol.below("descriptionModule").text("briefSummary")) else {},
        phase=_phase(protocol.below("designModule").texts("phases")),
        criteria=tuple(_criteria(protocol, notes, vocab)),
        parts=arms(protocol.below("armsInterventionsModule"), vocab.therapies),
        sites=tuple(sites(protocol.below("contactsLocationsModule"), countries)),
        status=status(state, "overallStatus"),
        version=study.below("derivedSection", "miscInfoModule").text("versionHolder"),
        updated=_day(state.below("lastUpdatePostDateStruct").text("date")),
        source=f"ClinicalTrials.gov {ids[0].value}",
        extras={name: value for name, value in protocol.value.items() if name not in _MODULES}
        | {
            "eligibilityModule": dict(protocol.below("eligibilityModule").value),
            "statusModule": dict(state.value),
        },
    )


def _ids(about: Fields) -> tuple[TrialId, ...]:
    """The registry's own id first; then every other that has the form of a registry's, and the sponsor's number."""
    told = [about.text("nctId"), *about.texts("nctIdAliases")]
    if not told[0]:
        return ()
    told += [one.text("id") for one in about.objects("secondaryIdInfos")]
    told.append(about.below("orgStudyIdInfo").text("id"))
    return tuple(dict.fromkeys(TrialId.of(text) for text in told if text))


def _phase(phases: tuple[str, ...]) -> str:
    """``1/2`` of PHASE1 and PHASE2; empty where it does not apply."""
    numbers = [p.removeprefix("EARLY_").removeprefix("PHASE") for p in phases if p != "NA"]
    return "/".join(numbers)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _criteria(protocol: Fields, notes: Notes, vocab: Vocabulary) -> Iterator[TrialCriterion]:
    asked = protocol.below("eligibilityModule")
    yield from _conditions(protocol.below("conditionsModule"), notes, vocab)
    yield from _ages(asked)
    sex = asked.text("sex").upper()
    if sex in {"FEMALE", "MALE"}:
        yield TrialCriterion(asks=SexIs(sex.lower()), reference="sex", place=f"{asked.path}.sex")
    elif sex not in {"", "ALL"}:
        notes.add("CTG003", Severity.WARNING, f"{asked.path}.sex", value=sex)
    told = tuple(_lines(asked, notes))
    yield from told
    if all(_settled(c.asks) for c in told):
        # Age, sex and tumor type alone, or a few phrases, are not a protocol: nobody is eligible by them.
        number = protocol.below("identificationModule").text("nctId")
        words = f"The criteria of the protocol of {number} that the registry does not tell"
        yield TrialCriterion(asks=Manual(words), reference="rest", texts={"en": words}, place=asked.path)


def _settled(asks: Criterion) -> bool:
    """Whether no person is asked."""
    return not isinstance(asks.part if isinstance(asks, Not) else asks, Manual)


def _conditions(module: Fields, notes: Notes, vocab: Vocabulary) -> Iterator[TrialCriterion]:
    names = module.texts("conditions")
    found = conditions.mapped(names, vocab.diseases)
    if found.others:
        notes.add("CTG005", Severity.WARNING, f"{module.path}.conditions", names=found.others)
    criterion = found.criterion()
    if criterion is not None:
        place = f"{module.path}.conditions"
        yield TrialCriterion(asks=criterion, reference="conditions", texts={"en": "; ".join(names)}, place=place)


def _ages(asked: Fields) -> Iterator[TrialCriterion]:
    least, most = _age(asked, "minimumAge"), _age(asked, "maximumAge")
    if least is not None and most is not None and least > most:
        asked.notes.add("CTG007", Severity.WARNING, f"{asked.path}.maximumAge", value=asked.text("maximumAge"))
        most = None
    if least or most is not None:
        said = " - ".join(t for t in (asked.text("minimumAge"), asked.text("maximumAge")) if t)
        yield TrialCriterion(
            asks=AgeBetween(least or None, most), reference="age", texts={"en": said}, place=f"{asked.path}.minimumAge"
        )


def _age(asked: Fields, name: str) -> int | None:
    """Completed years; a limit in months or less is rounded so that nobody is ruled out who may enter."""
    text = asked.text(name)
    if not text or text.upper() == "N/A":
        return None
    match = _AGE.fullmatch(text)
    if match is None or int(match[1]) > 130 * 12:
        asked.notes.add("CTG007", Severity.WARNING, f"{asked.path}.{name}", value=text)
        return None
    number, unit = int(match[1]), match[2].lower()
    if unit == "year":
        return min(number, 130)
    asked.notes.add("CTG010", Severity.INFO, f"{asked.path}.{name}", value=text)
    return number // 12 if unit == "month" else 0


def _lines(asked: Fields, notes: Notes) -> Iterator[TrialCriterion]:
    """A criterion for each line of the text, numbered within inclusion and exclusion."""
    place = f"{asked.path}.eligibilityCriteria"
    text = asked.text("eligibilityCriteria")
    found = eligibility.lines(text)
    if text and not any(line.use for line in found):
        # without a heading nobody knows which lines keep a patient out
        notes.add("CTG008", Severity.WARNING, place)
        yield TrialCriterion(asks=Manual(text), reference="T-01", texts={"en": text}, place=place)
        return
    counts = {"inclusion": 0, "exclusion": 0}
    coded = 0
    for number, line in enumerate(found, 1):
        use = line.use or "inclusion"
        counts[use] += 1
        criterion = structured.criterion(line.text) if use == "inclusion" and not line.group else None
        coded += criterion is not None
        asks: Criterion = criterion or Manual(line.question)
        yield TrialCriterion(
            asks=Not(asks) if use == "exclusion" else asks,
            use=use,
            reference=f"{use[0].upper()}-{counts[use]:02d}",
            texts={"en": line.question},
            place=f"{place}[{number}]",
        )
    if found:
        notes.add("CTG004", Severity.INFO, place, structured=coded, lines=len(found))
