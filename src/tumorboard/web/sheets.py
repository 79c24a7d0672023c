"""An assessment as parts of pages, drawn once for each language: a body that is named by its digest never changes.

What is drawn is the report's own sections, so that page and document say the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from markupsafe import Markup

from tumorboard import vocab
from tumorboard.app.assessing import Workbench
from tumorboard.app.trial_matching import matched
from tumorboard.app.trial_sets import TrialSet
from tumorboard.formats.html.blocks import Blocks
from tumorboard.formats.html.inline import Shown
from tumorboard.formats.html.markup import Html, tag
from tumorboard.issues import Parsed
from tumorboard.model.assessment import Assessment, TherapyOption
from tumorboard.model.case import Case
from tumorboard.model.policy import Policy
from tumorboard.model.registry import Facts, FollowUp
from tumorboard.report import facts, follow_up, here, match_page
from tumorboard.report.compose import compose
from tumorboard.report.recorded import case_with_word, with_word
from tumorboard.report.sections import (
    alterations,
    biomarkers,
    clinical,
    coverage,
    findings,
    issues,
    patient,
    tested,
    treatment,
)
from tumorboard.report.values import Report, Section, Text
from tumorboard.store.registry import Registry
from tumorboard.store.trail import kept
from tumorboard.trials.places import Whereabouts
from tumorboard.vocab import translated
from tumorboard.wire.decode import loads
from tumorboard.wording import Words, words

# Which sections stand on which page of a case.
PROFILE = (
    "tested",
    "findings",
    "alterations",
    "biomarkers",
    "coverage",
    "germline",
    "uncertain",
    "research",
    "clinical",
)
OPTIONS = ("cannot-say", "options", "near-misses", "resistance", "markers", "missing")
TRIALS = ("trials",)
SUMMARY = ("patient", "summary")
COURSE = ("treatment",)
SOURCES = ("ledger", "issues", "methods")
_OF_FACTS = (patient, tested, findings, alterations, biomarkers, coverage, treatment, clinical, issues)
KEPT = 256  # drawn cases: the agendas of some boards; each takes some hundred kilobytes


@dataclass(frozen=True, slots=True)
class OptionLine:
    """An option as it is decided on."""

    therapies: tuple[str, ...]
    rank: int | None
    name: str
    rests_on: str
    verdict: str
    tone: str
    grades: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """What the fields of a form about it are called."""
        return key_of(self.therapies)


def key_of(therapies: tuple[str, ...]) -> str:
    """The name of a regimen in fields of forms: the same whatever the place of the option is."""
    return "_".join(therapies)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What pages show of an assessment, or of facts that were not interpreted yet; `sections` by the report's own names."""

    sections: dict[str, Markup]
    options: tuple[OptionLine, ...]
    disease: str
    sex: str
    on: date
    assessed: bool
    has_trials: bool
    case: Case

    def of(self, names: Sequence[str]) -> list[Markup]:
        """The sections of these names that there are, in this order."""
        return [self.sections[n] for n in names if n in self.sections]


def of_assessment(registry: Registry, digest: str, language: str, germline: bool | None = None) -> Sheet:
    """The sheet of an assessment, as it is told with the patient's word on germline findings.

    Raises
    ------
    NotFound
        If it was erased, or never there.
    """
    if not kept(registry, digest):
        registry.document(digest)  # says that it is gone
    return _of_assessment(registry, digest, language, germline)


def of_facts(registry: Registry, digest: str, language: str, on: date, germline: bool | None = None) -> Sheet:
    """The sheet of facts that were not interpreted yet.

    Raises
    ------
    NotFound
        If they were erased, or never there.
    """
    if not kept(registry, digest):
        registry.document(digest)
    return _of_facts(registry, digest, language, on, germline)


@lru_cache(maxsize=KEPT)
def _of_assessment(registry: Registry, digest: str, language: str, germline: bool | None) -> Sheet:
    return drawn(with_word(assessment(registry, digest), germline), language)


def drawn(found: Assessment, language: str) -> Sheet:
    """The sheet of an assessment that is at hand."""
    return _sheet(found, compose(found), language, assessed=True)


@lru_cache(maxsize=KEPT)
def _of_facts(registry: Registry, digest: str, language: str, on: date, germline: bool | None) -> Sheet:
    told = loads(Facts, registry.document(digest))
    bare = Assessment(case=case_with_word(told.case, germline), on=on, policy=Policy(), issues=told.issues)
    made = tuple(s for s in (module.compose(bare) for module in _OF_FACTS) if s is not None)
    report = Report(
        title=(), case_id=told.case.id, subject=(), on=on, content_hash="", version="", sections=made,
        labels=facts.labels(told.case),
    )  # fmt: skip
    return _sheet(bare, report, language, assessed=False)


@lru_cache(maxsize=16)
def assessment(registry: Registry, digest: str) -> Assessment:
    """The assessment of a digest."""
    return loads(Assessment, registry.document(digest))


def _sheet(found: Assessment, report: Report, language: str, *, assessed: bool) -> Sheet:
    shown = Shown(words(language), vocab.load().therapies, report.labels)
    blocks = Blocks(shown)
    case = found.case
    disease = case.diagnosis.disease
    sections = {s.id: unstyled(drawn_section(s, blocks)) for s in report.sections if not s.paper}
    return Sheet(
        sections=sections,
        options=tuple(_option(o, case, shown) for o in found.options),
        disease=disease_name(disease.code, shown.words, disease.name) if disease else "",
        sex=shown.term(f"sex.{case.patient.sex}") if case.patient.sex else "",
        on=found.on, assessed=assessed, has_trials=found.trials is not None, case=case,
    )  # fmt: skip


def trees(
    registry: Registry,
    facts_digest: str,
    digest: str,
    language: str,
    bench: Workbench,
    policy: Policy,
    trials: TrialSet,
) -> tuple[Markup, ...]:
    """The trials of an assessment with the tree of each criterion, when `trials` are those that it was made with; else nothing."""
    made = assessment(registry, digest)
    used = next((r.sha256 for r in made.knowledge if r.name == trials.release.name), "")
    if used != trials.release.sha256 or not (kept(registry, facts_digest) and kept(registry, digest)):
        return ()
    key = (facts_digest, digest, language, used)
    if key not in _TREES:
        told = loads(Facts, registry.document(facts_digest))
        if len(_TREES) >= KEPT:
            _TREES.pop(next(iter(_TREES)), None)
        _TREES[key] = drawn_trees(Parsed(told.case, told.issues), bench, policy, made.on, trials, language)
    return _TREES[key]


def drawn_trees(
    told: Parsed[Case], bench: Workbench, policy: Policy, on: date, trials: TrialSet, language: str
) -> tuple[Markup, ...]:
    """The trials of facts that are at hand, each with the trees of its criteria."""
    found = matched(told, bench, policy, on, trials, Whereabouts())
    report = match_page.compose(found.found, found.case, issues=found.trial_issues)
    blocks = Blocks(Shown(words(language), bench.vocab.therapies, report.labels))
    return tuple(unstyled(drawn_section(s, blocks)) for s in report.sections)


_TREES: dict[tuple[str, str, str, str], tuple[Markup, ...]] = {}


def drawn_section(section: Section, blocks: Blocks) -> Html:
    """A section as it stands on a page."""
    name = f"{section.id}-title"
    lead = tag("p", blocks.shown.markup(section.lead), class_="lead") if section.lead else None
    head = tag("h2", blocks.shown.term(section.title.code), id=name)
    drawn = [blocks.draw(b, section.title) for b in section.blocks]
    return tag("section", head, lead, *drawn, id=section.id, aria_labelledby=name)


def unstyled(drawn: Html) -> Markup:
    """The markup without inline styles, which the policy of the pages refuses; board.css says the same of these pictures.

    In markup that is escaped by construction no text holds a plain quotation mark, so that only attributes are met.
    """
    return Markup(_STYLE.sub("", drawn))


_STYLE = re.compile(r' style="[^"]*"')
TONES = {"MET": "good", "UNKNOWN": "warn", "NOT_MET": "bad"}


def _option(option: TherapyOption, case: Case, shown: Shown) -> OptionLine:
    rests = facts.rests_on(option, case, dict(facts.alterations(case)))
    grades = tuple(
        (shown.term(f"scheme.{g.scheme}"), shown.plain(facts.graded(g)))
        for g in option.grades
        if g.value and g.scheme != "source"
    )
    return OptionLine(
        option.therapies, option.rank, shown.plain(facts.of_option(option)), " · ".join(shown.plain(r) for r in rests),
        shown.term(here.verdict(option).code), TONES[option.verdict.name], grades,
    )  # fmt: skip


def course(sheet: Sheet, happened: Sequence[FollowUp], language: str) -> Markup:
    """The picture of treatment and response."""
    shown = Shown(words(language), vocab.load().therapies, facts.labels(sheet.case))
    blocks = Blocks(shown)
    drawn = follow_up.picture(sheet.case, sheet.on, happened)
    return Markup("").join(Markup(blocks.draw(replace(b), b.caption)) for b in drawn)


def disease_name(code: str, said: Words, name: str = "") -> str:
    """A tumor type by its code in the language of the page."""
    entry = vocab.load().diseases.entries.get(code)
    english = name or (entry.name if entry is not None else code)
    return translated.disease(code, said.language, english)


def plain(text: Text, language: str) -> str:
    """A coded text in words, without marks."""
    return Shown(words(language), vocab.load().therapies, {}).plain(text)
