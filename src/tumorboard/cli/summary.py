"""An assessment in a terminal's worth of lines."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten

from tumorboard.app.explaining import title_of
from tumorboard.issues import Severity
from tumorboard.model.assessment import Assessment, Grade, TherapyOption
from tumorboard.model.disease import Disease
from tumorboard.model.findings import PharmacogeneticFinding
from tumorboard.model.trial_match import STATES, TrialMatches
from tumorboard.reasons import Reason
from tumorboard.report import here, steps
from tumorboard.report.steps import joined
from tumorboard.vocab import Vocabulary, translated
from tumorboard.wording import DEFAULT, Words

MOST = 8
NAMED = 3


def summary(assessment: Assessment, said: Words, vocab: Vocabulary) -> Iterator[str]:
    """Who, what cannot be said, the first options with grades, resistance, what to order next."""
    case = assessment.case
    disease = case.diagnosis.disease
    tumor = f"{disease.code} {_named(disease, said)}" if disease else said.term("report.not_recorded")
    comma, colon, stop, semicolon = (said.joint(mark) for mark in (", ", ": ", ". ", "; "))
    yield f"{case.id}{colon}{tumor}{comma}{said.day(assessment.on)}{stop}{said.term('report.ruo_short')}{stop.rstrip()}"
    for banner in assessment.banners:
        yield f"  ! {said.reason(banner)}"
    worst = [i for i in assessment.issues if i.severity is Severity.ERROR]
    if worst:
        codes = comma.join(sorted({i.code for i in worst}))
        yield f"  ! {said.term('summary.errors')}{colon}{codes}{_aside(said.term('summary.check'), said)}"
    yield f"{said.term('report.section.options')}{colon.rstrip()}{_aside(said.term('summary.scope'), said)}"
    if not assessment.options:
        yield f"  {said.term('report.no_option')}"
    for option in assessment.options[:MOST]:
        yield _line(option, said, vocab)
    if len(assessment.options) > MOST:
        yield f"  ... {len(assessment.options) - MOST} {said.term('report.more')}"
    expected = [title_of(o, vocab, said) for o in assessment.resistance if o.kept and here.settled(o)]
    if expected:
        named = shorten(semicolon.join(expected), 160, placeholder=" ...")
        yield f"{said.term('report.section.resistance')}{colon}{named}"
    dosing = [f"{p.gene} {said.term(f'action.{p.action}')}" for p in _strict(assessment)]
    if dosing:
        yield said.closed(f"{said.term('report.summary.pharmacogenetics')} {semicolon.join(dosing)}")
    if assessment.trials is not None:
        yield _trials(assessment.trials, said)
    for name, ahead in (("summary.order", steps.tests(assessment)), ("summary.record", steps.records(assessment))):
        if ahead:
            facts = [said.absent(fact.fact) for a in ahead[:2] for fact in joined(a.facts)]
            yield f"{said.term(name)}{colon}{semicolon.join(facts)}"


# What is open about an alteration that is there is asked before a test for those that are not.
OF_THE_FOUND = ("copies_lost:", "exact_change:", "fusion_partner:", "pathogenicity:")


def _strict(assessment: Assessment) -> list[PharmacogeneticFinding]:
    found = assessment.case.findings
    return [p for p in found.pharmacogenetics if p.action in {"avoid", "reduce"}] if found else []


def _trials(found: TrialMatches, said: Words) -> str:
    """How many places to enter stand how, and the first trials with one where the case may be eligible."""
    told = [Reason.of("trial.count_of_state", count=found.states.get(s, 0), state=f"trial.state.{s}") for s in STATES]
    if found.closed:
        told.append(Reason.of("trial.count_of_state", count=found.closed, state="trial.closed_to_entry"))
    counts = said.joint(", ").join(said.reason(r) for r in told)
    open_ = [t.ids[0].value for t in found.trials if t.state == STATES[0] and t.recruitment != "closed"]
    named = (
        _aside(f"{said.joint(', ').join(open_[:NAMED])}{' ...' if len(open_) > NAMED else ''}", said) if open_ else ""
    )
    whole = said.reason(Reason.of("trial.found_in_all", trials=len(found.trials), parts=found.parts))
    colon = said.joint(": ")
    return f"{said.term('report.section.trials')}{colon}{whole}{colon}{counts}{named}"


def _aside(text: str, said: Words) -> str:
    """The text in parentheses after something."""
    return f"{said.joint(' (')}{text}{said.joint(')')}"


def _named(disease: Disease, said: Words) -> str:
    return translated.disease(disease.code, said.language, disease.name)


def _value(grade: Grade, said: Words) -> str:
    """A grade; what a source says itself is in words, which English has as its codes."""
    if grade.scheme != "source" or said.language == DEFAULT:
        return grade.value
    return " ".join(said.term(word) for word in grade.value.split())


def _line(option: TherapyOption, said: Words, vocab: Vocabulary) -> str:
    grades = said.joint(", ").join(
        f"{said.term(f'scheme.{g.scheme}')} {_value(g, said)}" for g in option.grades if g.value
    )
    asked = next((m for m in option.missing if m.startswith(OF_THE_FOUND)), next(iter(option.missing), ""))
    missing = _aside(said.closed(f"{said.term('report.missing_fact')} {said.absent(asked)}"), said) if asked else ""
    support = "" if option.bucket == "approved_own_tumor" else f" {said.term(f'bucket.{option.bucket}')}"
    semicolon, colon = said.joint("; "), said.joint(": ")
    behind = semicolon.join(said.reason(r) for r in here.behind(option)[:2])
    marks = f"\n      {said.term('summary.behind')}{colon}{behind}" if behind else ""
    dosing = semicolon.join(said.reason(r) for r in option.against if r.code.startswith("pharmacogenetic."))
    marks += f"\n      {said.term('summary.dosing')}{colon}{dosing}" if dosing and dosing not in behind else ""
    return f"  {option.rank:>2}. {title_of(option, vocab, said)} [{grades}]{support}{missing}{marks}"
