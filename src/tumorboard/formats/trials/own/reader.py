"""A trial in our own YAML, as docs/trials.md describes it.

Nothing is dropped: a key that is not known is told with the nearest that is, and a criterion that cannot be read stays, for
a person to answer.  Anchors are refused, so that no document can be cyclic or larger than it looks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from tumorboard.criteria.base import LeafTypes
from tumorboard.formats.trials.own.checks import checked
from tumorboard.formats.trials.own.criteria import World, criteria
from tumorboard.formats.trials.own.entries import Entry, Notes, provenance
from tumorboard.formats.trials.own.ids import read_ids
from tumorboard.formats.trials.own.parts import parts, sites
from tumorboard.issues import Parsed, Severity
from tumorboard.model.trial import STATUSES, Provenance, Trial, TrialId
from tumorboard.vocab import Vocabulary
from tumorboard.wire import yaml_text

VERSION = "1"
MOST_CHARACTERS = 64 << 20
MARK = "tumorboard_trial"
KEYS = (
    MARK, "ids", "acronym", "title", "summary", "phase", "status", "version", "date", "from", "facts", "sources", "criteria",
    "parts", "sites", "extras",
)  # fmt: skip
_MARKED = re.compile(rf"""^[\s{{]*["']?{MARK}["']?\s*:""", re.MULTILINE)
_OURS = re.compile(r"^(ids|parts|criteria)\s*:", re.MULTILINE)
_CTML = re.compile(r"""["']?\b(protocol_no|treatment_list)\b["']?\s*:""")


def is_own(text: str) -> bool:
    """Whether a text is a trial in our own form: it says so, or has its lists and nothing of CTML."""
    return bool(_MARKED.search(text)) or (bool(_OURS.search(text)) and not _CTML.search(text))


def read(text: str, name: str, leaf_types: LeafTypes, vocab: Vocabulary) -> Parsed[Trial]:
    """The trial with every issue; None when the file cannot be read.

    A trial without any id is kept too, named after its file, with an error: a misspelled key loses nothing.

    Parameters
    ----------
    name
        File name without folders, for the places of issues.
    """
    found = yaml_text.mapping(text, name, most=MOST_CHARACTERS)
    if found.value is None:
        return Parsed(None, found.issues)
    notes = Notes(name, found.value)
    entry = Entry(found.value.value, (), notes, KEYS)
    if entry.text(MARK) != VERSION:
        notes.add("TRL013", (MARK,), Severity.WARNING, version=VERSION)
    ids = read_ids(entry, notes)
    if not ids:
        notes.add("TRL007", (), key="ids")
    trial = _trial(entry, ids or (TrialId("protocol", name),), notes, leaf_types)
    checked(trial, notes, vocab)
    return Parsed(trial, tuple(sorted(notes.issues, key=lambda i: i.place.line or 0)))


def _trial(entry: Entry, ids: tuple[TrialId, ...], notes: Notes, leaf_types: LeafTypes) -> Trial:
    sources = {key: said for key, said in _mapping(entry, "sources").items() if isinstance(said, str)}
    world = World(leaf_types, notes, tuple(sources))
    return Trial(
        ids=ids,
        acronym=entry.text("acronym"),
        titles=entry.texts("title"),
        texts=entry.texts("summary"),
        phase=entry.text("phase"),
        criteria=criteria(entry, world),
        parts=parts(entry, world, set()),
        sites=sites(entry, world),
        status=entry.word("status", STATUSES, "unknown"),
        version=entry.text("version"),
        updated=entry.day("date"),
        source=notes.file,
        sources=sources,
        provenance=entry.provenance("from", sources),
        facts=_facts(entry, notes, sources),
        extras=_extras(entry, notes),
    )


def _facts(entry: Entry, notes: Notes, sources: Mapping[str, str]) -> dict[str, Provenance]:
    found = {}
    for key, said in _mapping(entry, "facts").items():
        if key not in KEYS:
            notes.add("TRL001", (*entry.at("facts"), key), key=key, near=KEYS[1:])
        found[key] = provenance(said, (*entry.at("facts"), key), notes, sources)
    return found


def _mapping(entry: Entry, key: str) -> Mapping[str, object]:
    value = entry.held.get(key)
    if value is not None and not isinstance(value, dict):
        entry.notes.add("TRL003", entry.at(key), wanted="expects.mapping")
    return value if isinstance(value, dict) else {}


def _extras(entry: Entry, notes: Notes) -> Mapping[str, object]:
    """Fields that another format had and this one does not interpret: one JSON object as text."""
    try:
        value = json.loads(entry.text("extras") or "{}")
    except ValueError:
        value = None
    if not isinstance(value, dict):
        notes.add("TRL003", entry.at("extras"), wanted="expects.json")
        return {}
    return value
