"""How trials and their parts read in a line: names, states, what is missing, what would turn them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from textwrap import shorten

from tumorboard.model.missing import is_manual
from tumorboard.model.trial_match import Change, CriterionAnswer, Gap, PartMatch, SiteReach, TrialMatch
from tumorboard.reasons import Reason
from tumorboard.report import facts
from tumorboard.report.steps import joined
from tumorboard.report.values import Absent, Badge, Code, Term, Text, Worded

STATE_TONES = {"potentially_eligible": "good", "undecided": "warn", "not_now": "info", "not_eligible": "mute"}
RECRUITMENT_TONES = {"open": "good", "not_yet": "info", "unknown": "mute", "paused": "warn", "closed": "bad"}
NAMED_SITES = 5
QUESTION = 160  # characters of a question of the protocol that are told in a list


def name(trial: TrialMatch) -> Text:
    """The trial's id, and its title where it has one."""
    title = worded(trial.titles)
    return (trial.ids[0].value, " · ", *title) if title else (trial.ids[0].value,)


def worded(texts: object) -> Text:
    """Words of the source; nothing where it has none."""
    pairs = tuple(sorted(dict(texts).items()))  # type: ignore[call-overload]
    return (Worded(pairs),) if pairs else ()


def part_name(part: PartMatch) -> Text:
    """The part by its kind, code and words; a trial without parts by that."""
    if not part.id:
        return (Term("trial.whole"),)
    words = worded(part.texts)
    above = "".join(f"{code} › " for code in part.path)
    code = part.code or part.id
    # ``arm Arm A`` says it twice
    kind: Text = () if code.casefold().startswith(part.kind) else (Term(f"trial.kind.{part.kind}"), " ")
    name: Text = (above, *kind, code)
    given = facts.regimen(part.therapies) if part.therapies else worded(part.regimen)
    return (*name, *((" · ", *words) if words else ()), *((" – ", *given) if given else ()))


def alike(parts: Sequence[PartMatch]) -> list[tuple[PartMatch, list[Text]]]:
    """Parts of which everything but the name is the same, as the arms of a randomized trial are, together."""
    found: list[tuple[PartMatch, PartMatch, list[Text]]] = []
    for part in parts:
        plain = replace(part, id="-", code="", texts={}, therapies=(), regimen={})
        names = next((names for _, other, names in found if other == plain), None)
        if names is None:
            found.append((part, plain, names := []))
        names.append(part_name(part))
    return [(part, names) for part, _, names in found]


def state(part_state: str) -> Badge:
    """The state as a badge."""
    return Badge(Term(f"trial.state.{part_state}"), STATE_TONES[part_state])


def recruitment(status: str) -> Badge:
    """Recruitment as a badge of its own."""
    return Badge(Term(f"trial.recruitment.{status}"), RECRUITMENT_TONES[status])


def flags(part: PartMatch | CriterionAnswer) -> tuple[Badge, ...]:
    """The flags that are set."""
    found = [Badge(Term("flag.may_change"), "warn")] if part.may_change else []
    found += [Badge(Term("flag.assumed"), "warn")] if part.assumed else []
    found += [Badge(Term("flag.needs_review"), "warn")] if part.needs_review else []
    return tuple(found)


def missing(part: PartMatch, *, asked: int = 0) -> tuple[Text, ...]:
    """What is missing of the case, tests of one kind put together; the questions of the protocol counted, the first told."""
    own = [m for m in part.missing if not is_manual(m)]
    questions = [m.partition(":")[2] for m in part.missing if is_manual(m)]
    lines: list[Text] = [(fact,) for fact in joined(own)]
    if questions:
        lines.append((Reason.of("trial.questions", count=len(questions)),))
    asked_as = {r.param("text"): c.texts for c in part.criteria for r in c.because if r.code == "manual.unanswered"}
    for question in questions[:asked]:
        texts = asked_as.get(question, {})
        if question not in texts.values():  # the words are of a criterion that asks more, or there are none
            texts = {"": question}
        lines.append(("“", *worded({k: shorten(v, QUESTION, placeholder=" …") for k, v in texts.items()}), "”"))
    return tuple(lines)


def turns(part: PartMatch, *, learned: bool = False) -> tuple[Text, ...]:
    """What would have to be otherwise, one line a gap, any alternative of which will do.

    Parameters
    ----------
    learned
        Whether gaps that only need something to be learned are told too.
    """
    return tuple(_gap(g) for g in part.gaps if learned or not _only_learned(g))


def firm(part: PartMatch) -> int:
    """How many settled answers the nearest miss would have to turn that nothing but a correction turns."""
    return sum(sum(c.kind == "firm" for c in g.alternatives[0]) for g in part.gaps if g.alternatives)


def impossible(part: PartMatch) -> bool:
    """Whether criteria contradict each other."""
    return any(g.exact and not g.alternatives for g in part.gaps)


def contradictions(part: PartMatch) -> tuple[Text, ...]:
    """The criteria that no answers at all make hold together."""
    return tuple(_gap(g) for g in part.gaps if g.exact and not g.alternatives)


def _only_learned(gap: Gap) -> bool:
    return bool(gap.alternatives) and all(c.kind == "to_learn" for c in gap.alternatives[0])


def _gap(gap: Gap) -> Text:
    if not gap.alternatives:
        code = "trial.contradictory" if gap.exact else "trial.not_found"
        return (Reason.of(code, criteria=gap.references),)
    words = worded(gap.texts)
    if words and len(gap.alternatives) == len(gap.alternatives[0]) == 1 and not gap.more and not _only_learned(gap):
        (one,) = gap.alternatives[0]
        held = Term(f"trial.wanted.{gap.use}")
        return (Code(gap.references[0]) if gap.references else "", " ", *words, " – ", held, " (", *_kind(one), ")")
    ways = [facts.listed((change(c) for c in one), " + ") for one in gap.alternatives]
    more: Text = (" ", Reason.of("trial.further_ways")) if gap.more else ()
    inexact: Text = () if gap.exact else (" ", Reason.of("trial.not_exact"))
    numbers: Text = (Code(", ".join(gap.references)), " ") if gap.references else ()
    return (*numbers, *_or(ways), *more, *inexact)


def _or(ways: Sequence[Text]) -> Text:
    parts: list[object] = []
    for way in ways:
        parts += [" ", Term("trial.or"), " ", *way] if parts else [*way]
    return tuple(parts)  # type: ignore[arg-type]


def change(one: Change) -> Text:
    """One change: what to learn; else what it would have to be, and when it turns."""
    if one.kind == "to_learn":
        own = [m for m in one.missing if not is_manual(m)]
        learned: list[Text] = [(fact,) for fact in joined(own)] or [(one.reason,)]
        return (Term("trial.learn"), " ", *facts.listed(learned))
    return (Code(one.text), " ", Term(f"trial.wanted.{one.wanted}"), " (", *_kind(one), ")")


def _kind(one: Change) -> Text:
    when: Text = (" ", Reason.of("trial.from_day", day=one.changes_on)) if one.changes_on else ()
    return (Term(f"trial.change.{one.kind}"), *when)


def sites(part: PartMatch) -> tuple[Text, ...]:
    """The first sites, with status and distance, and how many there are beyond them."""
    lines = [site(s) for s in part.sites[:NAMED_SITES]]
    rest = len(part.sites) - len(lines)
    if rest:
        lines.append((Reason.of("report.and_more", count=rest),))
    return tuple(lines)


def first_sites(part: PartMatch) -> tuple[SiteReach, ...]:
    """The first site, and the nearest that is not closed where that is another one."""
    first = part.sites[:1]
    measured = [s for s in part.sites if s.distance_km is not None and s.status != "closed"]
    nearest = min(measured, key=lambda s: s.distance_km or 0.0, default=None)
    return first if nearest is None or nearest in first else (*first, nearest)


def site(one: SiteReach) -> Text:
    """A site in a line."""
    where = ", ".join(t for t in (one.name, one.city, one.country) if t)
    far: Text = (" · ", Reason.of("trial.km", km=round(one.distance_km))) if one.distance_km is not None else ()
    free: Text = (" · ", Reason.of("trial.slots", count=one.slots)) if one.slots is not None else ()
    return (where, " · ", Term(f"trial.recruitment.{one.status}"), *far, *free)


def reasons(answers: Iterable[CriterionAnswer]) -> tuple[Text, ...]:
    """Why the criteria stand as they do, each with the protocol's number."""
    return tuple(
        ((Code(a.reference), " ") if a.reference else ()) + facts.listed(((r,) for r in a.because), "; ")
        for a in answers
    )


def words_of(answer: CriterionAnswer) -> Text:
    """The criterion in the protocol's words, else in canonical text."""
    found = worded(answer.texts)
    if found:
        return found
    return (Code(answer.asks),) if answer.asks else (Term("trial.long_criterion"),)


def absent(fact: str) -> Text:
    """A missing fact."""
    return (Absent(fact),)
