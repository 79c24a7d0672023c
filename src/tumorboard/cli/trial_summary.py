"""A match in a terminal's worth of lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from textwrap import shorten

from tumorboard.app.trial_matching import Matched
from tumorboard.formats.spoken import Spoken
from tumorboard.model.missing import is_test
from tumorboard.model.trial_match import STATES, PartMatch, TrialMatch
from tumorboard.model.verdict import Verdict
from tumorboard.reasons import Reason
from tumorboard.report import facts, trials
from tumorboard.report.values import Term, Text
from tumorboard.vocab import Vocabulary
from tumorboard.wording import Words

MOST_TRIALS = 12
MOST_PARTS = 3
WIDTH = 150
ASKED = 2  # questions of the protocol told with a part


def lines(matched: Matched, said: Words, vocab: Vocabulary) -> Iterator[str]:
    """Who, how many stand how, the first trials with what is missing or would turn them, what to ask next."""
    case, found = matched.case, matched.found
    speak = Spoken(said, vocab.therapies, facts.labels(case))
    disease = case.diagnosis.disease
    tumor = f"{disease.code} {disease.name}" if disease else said.term("report.not_recorded")
    yield f"{case.id}: {tumor}, {found.on.isoformat()}. {said.term('report.ruo_short')}."
    counts = ", ".join(f"{found.states.get(s, 0)} {said.term(f'trial.state.{s}')}" for s in STATES)
    counts += f", {found.closed} {said.term('trial.closed_to_entry')}" if found.closed else ""
    whole = Reason.of("trial.found_in_all", trials=len(found.trials), parts=found.parts)
    yield f"{said.term('report.section.trials')}: {said.reason(whole)}: {counts}"
    for trial in found.trials[: min(MOST_TRIALS, found.detailed)]:
        yield from _trial(trial, speak)
    rest = len(found.trials) - min(MOST_TRIALS, found.detailed)
    if rest > 0:
        yield f"  ... {rest} {said.term('report.more')}"
    for name, wanted in (("trial.next_records", False), ("trial.next_tests", True)):
        asked = [f for f in found.next_facts if is_test(f.missing) is wanted][:3]
        if asked:
            yield f"{said.term(name)}: " + "; ".join(f"{said.absent(f.missing)} ({f.parts})" for f in asked)
    doubtful = matched.trial_issues
    if doubtful:
        codes = ", ".join(sorted({i.code for i in doubtful}))
        yield said.reason(Reason.of("trial.doubtful", count=len(doubtful), codes=codes))
    yield said.term("trial.only_a_site")


def _trial(trial: TrialMatch, speak: Spoken) -> Iterator[str]:
    name = shorten(speak.plain(trials.name(trial)), WIDTH - 40, placeholder=" ...")
    yield f"{trial.rank:>3}. {name} [{_word(speak, 'recruitment', trial.recruitment)}]"
    told = trials.alike(trial.parts)[:MOST_PARTS]
    for part, names in told:
        yield from _part(part, names, trial, speak)
    more = len(trial.parts) + len(trial.others) - sum(len(names) for _, names in told)
    if more:
        yield f"     ... {speak.plain((Reason.of('report.and_more', count=more),))}"


def _part(part: PartMatch, names: Sequence[Text], trial: TrialMatch, speak: Spoken) -> Iterator[str]:
    status = "" if part.recruitment == trial.recruitment else f", {_word(speak, 'recruitment', part.recruitment)}"
    where = shorten(speak.plain(facts.listed(names, "; ")), WIDTH - 50, placeholder=" ...")
    # *Not now* says by itself that it may change.
    marks = ", ".join(
        speak.plain((b,)) for b in trials.flags(replace(part, may_change=part.may_change and not part.not_met))
    )
    state = _word(speak, "state", part.state)
    if part.recruitment == "closed":  # no place to enter, whatever the verdict
        status = f" ({speak.term('trial.by_its_criteria')} {state})"
        state = speak.term("trial.closed_to_entry")
    yield f"     {state}: {where}{status}{f' [{marks}]' if marks else ''}"
    if part.not_met:
        stands = trials.reasons(a for a in part.criteria if a.verdict is Verdict.NOT_MET)
        yield _line("trial.why_not", stands, speak)
    if part.state == "not_now" or (part.state == "not_eligible" and part.not_met <= 2):
        turned = trials.turns(part)
        if turned:
            yield _line("trial.would_turn", turned, speak)
    elif trials.impossible(part):
        yield _line("trial.would_turn", trials.contradictions(part), speak)
    if part.state in {"undecided", "not_now"} and part.missing:
        yield _line("trial.missing", trials.missing(part, asked=ASKED), speak)
    yield from _flags(part, speak)
    sites = trials.first_sites(part)
    if sites and part.state != "not_eligible":
        far = ((Term("trial.reach.elsewhere"),),) if part.reach == "elsewhere" else ()
        yield _line("trial.sites", (*far, *(trials.site(s) for s in sites)), speak)


def _flags(part: PartMatch, speak: Spoken) -> Iterator[str]:
    """What a part rests on that is worth a look before anything else: its flags, with the criteria that bear them."""
    met = [a for a in part.criteria if a.verdict is Verdict.MET]
    for heading, set_, bearing in (
        ("trial.to_review", part.needs_review, [a for a in part.criteria if a.needs_review]),
        ("trial.assumed", part.assumed, [a for a in part.criteria if a.assumed and a.verdict is not Verdict.UNKNOWN]),
        ("trial.holds_for_now", part.may_change and not part.not_met, [a for a in met if a.may_change]),
    ):
        told = trials.reasons(bearing)
        if heading == "trial.holds_for_now" and part.changes_on and not part.not_met:
            told = ((Reason.of("trial.until_day", day=part.changes_on),), *told)
            set_ = True
        if set_ and told:
            yield _line(heading, told, speak)


def _line(heading: str, texts: tuple[Text, ...], speak: Spoken) -> str:
    told = "; ".join(speak.plain(t) for t in texts)
    return f"         {speak.term(heading)}: {shorten(told, WIDTH, placeholder=' ...')}"


def _word(speak: Spoken, family: str, value: str) -> str:
    return speak.word(Term(f"trial.{family}.{value}"))
