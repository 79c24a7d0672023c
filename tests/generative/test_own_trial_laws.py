"""A trial written as our own YAML and read back is the same trial, whatever it holds."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, Verbosity, given, settings
from hypothesis import strategies as st

from tumorboard import vocab
from tumorboard.criteria.leaves import LEAVES
from tumorboard.formats.trials import own
from tumorboard.issues import Severity
from tumorboard.knowledge import trial_library
from tumorboard.model.trial import (
    KINDS,
    STATUSES,
    TAGS,
    Provenance,
    Trial,
    TrialCriterion,
    TrialId,
    TrialPart,
    TrialSite,
)
from tumorboard.testing.strategies import criteria

VOCAB = vocab.load()
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SAID = TEXT.filter(bool)
LANGUAGES = st.dictionaries(st.sampled_from(["en", "zh", "fr", "zh-Hans"]), SAID, max_size=3)
SOURCES = ("registry", "paper")
PROVENANCE = st.builds(
    Provenance, st.sampled_from(["", *TAGS]), st.lists(st.sampled_from(SOURCES), unique=True).map(tuple)
)
CRITERIA = st.lists(
    st.builds(
        TrialCriterion,
        asks=criteria(),
        use=st.sampled_from(["inclusion", "exclusion"]),
        reference=TEXT,
        texts=LANGUAGES,
        provenance=PROVENANCE,
    ),
    max_size=3,
).map(tuple)
SLOTS = st.none() | st.integers(0, 10**8)
DEGREES = st.integers(-900_000, 900_000).map(lambda n: n / 10_000)
SITES = st.lists(
    st.builds(
        lambda here, **of: TrialSite(latitude=here and here[0], longitude=here and here[1], **of),
        here=st.none() | st.tuples(DEGREES, DEGREES),
        name=SAID,
        country=st.sampled_from(["", "FR", "CN"]),
        city=TEXT,
        status=st.sampled_from(STATUSES),
        slots=SLOTS,
    ),
    max_size=2,
).map(tuple)
IDS = ["NCT01234567", "2022-500293-38-00", "2015-001234-20", "ChiCTR2000034523", "ISRCTN12345678", "jRCTs031180001",
       "ACTRN12620000001987", "10-001"]  # fmt: skip
EXTRAS = st.dictionaries(
    SAID, st.none() | st.booleans() | st.integers() | TEXT | st.lists(TEXT, max_size=2), max_size=2
)


def _part(parts: st.SearchStrategy[tuple[TrialPart, ...]]) -> st.SearchStrategy[TrialPart]:
    return st.builds(
        TrialPart,
        id=st.uuids().map(str),
        kind=st.sampled_from(KINDS),
        ids=st.lists(st.sampled_from(IDS).map(TrialId.of), max_size=1).map(tuple),
        code=TEXT,
        texts=LANGUAGES,
        therapies=st.lists(SAID, max_size=2).map(tuple),
        regimen=LANGUAGES,
        criteria=CRITERIA,
        parts=parts,
        sites=SITES,
        status=st.sampled_from(["", *STATUSES]),
        slots=SLOTS,
        provenance=PROVENANCE,
    )


PARTS = st.recursive(
    st.just(()), lambda below: st.lists(_part(below), max_size=2, unique_by=lambda p: p.id).map(tuple), max_leaves=4
)


@st.composite
def trials(draw: st.DrawFn) -> Trial:
    return Trial(
        ids=tuple(map(TrialId.of, draw(st.lists(st.sampled_from(IDS), min_size=1, unique=True)))),
        acronym=draw(TEXT),
        titles=draw(LANGUAGES),
        texts=draw(LANGUAGES),
        phase=draw(TEXT),
        criteria=draw(CRITERIA),
        parts=draw(PARTS),
        sites=draw(SITES),
        status=draw(st.sampled_from(STATUSES)),
        version=draw(TEXT),
        updated=draw(st.none() | st.dates(date(1990, 1, 1), date(2040, 1, 1))),
        source="t.yaml",
        sources={key: draw(SAID) for key in SOURCES},
        provenance=draw(PROVENANCE),
        facts=draw(st.dictionaries(st.sampled_from(["phase", "status", "title"]), PROVENANCE.filter(bool))),
        extras=draw(EXTRAS),
    )


# The tree of a falsifying trial takes longer to print than to find.
@settings(verbosity=Verbosity.quiet, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(trials())
def test_written_and_read_again_it_is_the_same_trial(trial: Trial) -> None:
    text = own.write(trial)
    assert own.is_own(text)
    again = own.read(text, "t.yaml", LEAVES, VOCAB)
    assert again.value == trial
    errors = {i.code for i in again.issues if i.severity is Severity.ERROR}
    # What may be wrong with it is in the trial, not in how it was written.
    assert errors <= {"TRL017", "TRL018", "TRL025"}
    assert own.write(again.value) == text  # type: ignore[arg-type]


PIECES = [
    "[",
    "]",
    "{",
    "}",
    ": ",
    "- ",
    "\n",
    '"',
    "'",
    "null",
    "~",
    "&a",
    "*a",
    "!x",
    "\t",
    "\x00",
    "9" * 40,
    "#",
    "|\n",
    "? ",
]
DAMAGE = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(0, 20),
        st.sampled_from(PIECES) | st.characters(exclude_categories=["Cs"]) | st.just(""),
    ),
    min_size=1,
    max_size=4,
)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(sorted(trial_library.texts())), DAMAGE)
def test_a_damaged_document_is_a_trial_or_a_coded_answer(name: str, damage: list[tuple[float, int, str]]) -> None:
    text = trial_library.texts()[name]
    for where, cut, piece in damage:
        at = int(where * len(text))
        text = text[:at] + piece + text[at + cut :]
    found = own.read(text, "t.yaml", LEAVES, VOCAB)
    assert found.value is not None or any(i.severity is Severity.ERROR for i in found.issues)
    if found.value is not None:
        assert own.read(own.write(found.value), "t.yaml", LEAVES, VOCAB).value == found.value
