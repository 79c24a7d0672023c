"""The clinical keys of CTML as criteria: the same words, read as a person means them.

Every key is a criterion of its own.  What no criterion carries exactly stays a `Manual` with the words of the document.

Source: docs/formats/ctml.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tumorboard.criteria.leaves.diagnosis_in import DiagnosisIn
from tumorboard.criteria.leaves.extent_in import ExtentIn
from tumorboard.criteria.leaves.her2_status_in import Her2StatusIn
from tumorboard.criteria.leaves.receptor_status_is import ReceptorStatusIs
from tumorboard.criteria.leaves.sex_is import SexIs
from tumorboard.criteria.leaves.solid_tumor import SolidTumor
from tumorboard.formats.trials.ctml import limits
from tumorboard.formats.trials.ctml.notes import Notes
from tumorboard.formats.trials.ctml.values import every, manual, signed, some, unsigned
from tumorboard.model.verdict import Criterion
from tumorboard.vocab import Vocabulary

Names = Mapping[str, tuple[str, ...]]
NO_NAMES: Names = MappingProxyType({})
IGNORED = {"her2_status": "HER2", "er_status": "ER", "pr_status": "PR", "disease_status": ""}
_OTHER_DIALECT = {"tmb": "tmb_numerical", "age_expression": "age_numerical"}
_STATES = {"positive": "positive", "true": "positive", "negative": "negative", "false": "negative"}
_EXTENTS = {
    "localized": "localized",
    "locally advanced": "locally_advanced",
    "metastatic": "metastatic",
    "unresectable": "unresectable",
}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a clinical leaf and where it stands."""

    name: str
    value: object
    place: str

    def manual(self) -> Criterion:
        """The key for a person to decide."""
        return manual("clinical", {self.name: self.value})


def read(leaf: Mapping[str, object], place: str, notes: Notes, vocab: Vocabulary, names: Names = NO_NAMES) -> Criterion:
    """All keys of the leaf together; a key that stands twice counts twice."""
    doubled = getattr(leaf, "doubled", ())
    for name, _ in doubled:
        notes.add("CTML054", place, key=name)
    keys = [Key(name, value, place) for name, value in (*doubled, *leaf.items())]
    for key in keys:
        _compare_names(key, notes, vocab, names)
    return every([_any_of(k, notes, vocab) for k in keys])


def _compare_names(key: Key, notes: Notes, vocab: Vocabulary, names: Names) -> None:
    """Whether the other engine's map lacks tumor types that stand below the name today."""
    name = unsigned(key.value)[0]
    if key.name != "oncotree_primary_diagnosis" or not isinstance(name, str) or name not in names:
        return
    known, diseases = set(names[name]), vocab.diseases
    codes = diseases.candidates(name)
    below = {e.name for c, e in diseases.entries.items() if any(is_below in codes for is_below in diseases.lineage(c))}
    if below - known:
        notes.add("CTML050", key.place, value=name, names=tuple(sorted(below - known)))


def _any_of(key: Key, notes: Notes, vocab: Vocabulary) -> Criterion:
    """A list is read as *any of*."""
    if key.name == "disease_status" or not isinstance(key.value, list):
        return _one(key, notes, vocab)
    notes.add("CTML058", key.place, key=key.name)
    values = [v for v in key.value if isinstance(v, str)]
    if len(values) != len(key.value) or not values:
        return key.manual()
    return some([_one(Key(key.name, v, key.place), notes, vocab) for v in values])


def _one(key: Key, notes: Notes, vocab: Vocabulary) -> Criterion:
    name = _OTHER_DIALECT.get(key.name, key.name)
    if name != key.name:
        notes.add("CTML090", key.place, key=key.name)
    if name == "age_numerical":
        return limits.age(key.value, key.place, notes, key.manual())
    if name == "tmb_numerical":
        return limits.burden(key.value, key.place, notes, key.manual())
    if name == "disease_status":
        return _extents(key, notes)
    plain, negated = unsigned(key.value)
    if name in IGNORED:
        return signed(_receptor(key, plain, notes), negated)
    if name not in {"oncotree_primary_diagnosis", "gender"}:
        notes.add("CTML043" if negated else "CTML042", key.place, key=key.name)
        return key.manual()
    if not isinstance(plain, str):
        notes.add("CTML058", key.place, key=key.name)
        return key.manual()
    if name == "gender":
        return _sex(key, plain, negated, notes)
    return _diagnosis(key, plain, negated, notes, vocab)


def _sex(key: Key, word: str, negated: bool, notes: Notes) -> Criterion:
    if word not in {"Male", "Female"}:
        notes.add("CTML057", key.place, value=word)
        if word.lower() not in {"male", "female"}:
            return key.manual()
    return signed(SexIs(word.lower()), negated)


def _receptor(key: Key, value: object, notes: Notes) -> Criterion:
    notes.add("CTML040", key.place, key=key.name)
    state = _STATES.get(str(value).lower())
    if state is None:
        return key.manual()
    if key.name == "her2_status":
        return Her2StatusIn((state,), guideline="any")
    return ReceptorStatusIs(IGNORED[key.name], state)


def _extents(key: Key, notes: Notes) -> Criterion:
    notes.add("CTML040", key.place, key=key.name)
    words = key.value if isinstance(key.value, list) else [key.value]
    found = [_EXTENTS.get(w.lower()) if isinstance(w, str) else None for w in words]
    if not found or None in found:
        return key.manual()
    return ExtentIn(tuple(sorted({f for f in found if f is not None})))


def _diagnosis(key: Key, name: str, negated: bool, notes: Notes, vocab: Vocabulary) -> Criterion:
    if negated:
        notes.add("CTML049", key.place, value=name)
    if name in {"_SOLID_", "_LIQUID_"}:
        return signed(SolidTumor(), negated is (name == "_SOLID_"))
    codes = vocab.diseases.candidates(name)
    if not codes:
        notes.add("CTML044", key.place, value=name)
        return key.manual()
    _told_otherwise(key, name, codes, notes, vocab)
    return signed(DiagnosisIn(codes), negated)


def _told_otherwise(key: Key, name: str, codes: tuple[str, ...], notes: Notes, vocab: Vocabulary) -> None:
    """What of the name another engine would not find."""
    names = {vocab.diseases.entries[c].name for c in codes}
    if len(codes) > 1:
        notes.add("CTML048", key.place, value=name, codes=codes)
    elif name.strip().upper() == codes[0] and name not in names:
        notes.add("CTML045", key.place, value=name)
    elif name not in names:
        known = {" ".join(n.split()).casefold() for n in names}
        code = "CTML046" if " ".join(name.split()).casefold() in known else "CTML047"
        notes.add(code, key.place, value=name, name=min(names), release=vocab.diseases.release.release)
