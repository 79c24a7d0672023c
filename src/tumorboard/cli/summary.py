"""An assessment in a terminal's worth of lines."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten

from tumorboard.app.explaining import title_of
from tumorboard.issues import Severity
from tumorboard.model.assessment import Assessment, TherapyOption
from tumorboard.model.findings import PharmacogeneticFinding
from tumorboard.model.trial_match import STATES, TrialMatches
from tumorboard.reasons import Reason
from tumorboard.report import here, steps
from tumorboard.report.steps import joined
from tumorboard.vocab import Vocabulary
from tumorboard.wording import Words

MOST = 8
NAMED = 3


def summary(assessment: Assessment, said: Words, vocab: Vocabulary) -> Iterator[str]:
    """Who, what cannot be said, the first options with grades, resistance, what to order next."""
    case = assessment.case
    disease = case.diagnosis.disease
    tumor = f"{disease.code} {disease.name}" if disease else said.term("report.not_recorded")
    yield f"{case.id}: {tumor}, {assessment.on.isoformat()}. {said.term('report.ruo_short')}."
    for banner in assessment.banners:
        yield f"  ! {said.reason(banner)}"
    worst = [i for i in assessment.issues if i.severity is Severity.ERROR]
    if worst:
        yield f"  ! {said.term('summary.errors')}: {', '.join(sorted({i.code for i in worst}))} ({said.term('summary.check')})"
    yield f"{said.term('report.section.options')}: ({said.term('summary.scope')})"
    if not assessment.options:
        yield f"  {said.term('report.no_option')}"
    for option in assessment.options[:MOST]:
        yield _line(option, said, vocab)
    if len(assessment.options) > MOST:
        yield f"  ... {len(assessment.options) - MOST} {said.term('report.more')}"
    expected = [title_of(o, vocab, said) for o in assessment.resistance if o.kept and here.settled(o)]
    if expected:
        yield f"{said.term('report.section.resistance')}: {shorten('; '.join(expected), 160, placeholder=' ...')}"
    dosing = [f"{p.gene} {said.term(f'action.{p.action}')}" for p in _strict(assessment)]
    if dosing:
        yield f"{said.term('report.summary.pharmacogenetics')} {'; '.join(dosing)}"
    if assessment.trials is not None:
        yield _trials(assessment.trials, said)
    for name, ahead in (("summary.order", steps.tests(assessment)), ("summary.record", steps.records(assessment))):
        if ahead:
            named = [said.absent(fact.fact) for a in ahead[:2] for fact in joined(a.facts)]
            yield f"{said.term(name)}: {'; '.join(named)}"


# What is open about an alteration that is there is asked before a test for those that are not.
OF_THE_FOUND = ("copies_lost:", "exact_change:", "fusion_partner:", "pathogenicity:")


def _strict(assessment: Assessment) -> list[PharmacogeneticFinding]:
    found = assessment.case.findings
    return [p for p in found.pharmacogenetics if p.action in {"avoid", "reduce"}] if found else []


def _trials(found: TrialMatches, said: Words) -> str:
    """How many places to enter stand how, and the first trials with one where the case may be eligible."""
    counts = ", ".join(f"{found.states.get(s, 0)} {said.term(f'trial.state.{s}')}" for s in STATES)
    counts += f", {found.closed} {said.term('trial.closed_to_entry')}" if found.closed else ""
    open_ = [t.ids[0].value for t in found.trials if t.state == STATES[0] and t.recruitment != "closed"]
    named = f" ({', '.join(open_[:NAMED])}{' ...' if len(open_) > NAMED else ''})" if open_ else ""
    whole = said.reason(Reason.of("trial.found_in_all", trials=len(found.trials), parts=found.parts))
    return f"{said.term('report.section.trials')}: {whole}: {counts}{named}"


def _line(option: TherapyOption, said: Words, vocab: Vocabulary) -> str:
    grades = ", ".join(f"{said.term(f'scheme.{g.scheme}')} {g.value}" for g in option.grades if g.value)
    asked = next((m for m in option.missing if m.startswith(OF_THE_FOUND)), next(iter(option.missing), ""))
    missing = f" ({said.term('report.missing_fact')} {said.absent(asked)})" if asked else ""
    support = "" if option.bucket == "approved_own_tumor" else f" {said.term(f'bucket.{option.bucket}')}"
    behind = "; ".join(said.reason(r) for r in here.behind(option)[:2])
    marks = f"\n      {said.term('summary.behind')}: {behind}" if behind else ""
    dosing = "; ".join(said.reason(r) for r in option.against if r.code.startswith("pharmacogenetic."))
    marks += f"\n      {said.term('summary.dosing')}: {dosing}" if dosing and dosing not in behind else ""
    return f"  {option.rank:>2}. {title_of(option, vocab, said)} [{grades}]{support}{missing}{marks}"
