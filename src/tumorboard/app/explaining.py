"""One therapy on one case, told in full: every statement with its tree of reasons, grades, sources and near misses."""

from __future__ import annotations

from collections.abc import Iterator

from tumorboard.app.answers import agent_name
from tumorboard.errors import NotFound
from tumorboard.model.assessment import Assessment, StatementMatch, TherapyOption
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.vocab import Vocabulary, translated
from tumorboard.wording import Words

MARKS = {Verdict.MET: "+", Verdict.UNKNOWN: "?", Verdict.NOT_MET: "-"}


def chosen(assessment: Assessment, therapy: str, vocab: Vocabulary) -> tuple[TherapyOption, ...]:
    """The options that hold the therapy: a regimen ``a + b``, an agent, a brand, or a class.

    Raises
    ------
    NotFound
        If no drug or class has this name, or nothing was considered with it.
    """
    wanted, group = named(therapy, vocab)
    entries = (*assessment.options, *assessment.resistance, *assessment.rejected)
    exact = [o for o in entries if wanted and set(o.therapies) == wanted]
    found = exact or [o for o in entries if wanted and wanted <= set(o.therapies)]
    classes = {c for a in wanted for c in vocab.therapies.classes(a)} | ({group} if group else set())
    found += [o for o in entries if not o.therapies and o.matches and o.matches[0].therapy_class in classes]
    if not found:
        raise NotFound(
            "no statement in use speaks of this therapy for this case",
            remedy="`tumorboard knowledge list` shows what the knowledge speaks of; absence is not proof of no effect.",
        )
    return tuple(found)


def named(therapy: str, vocab: Vocabulary) -> tuple[set[str], str]:
    """Agent codes of a regimen as written, or a class.

    Raises
    ------
    NotFound
        If a name is no known drug and no class.
    """
    classes = {c for e in vocab.therapies.entries.values() for c in e.classes}
    word = therapy.strip().casefold().replace(" ", "_")
    if word in classes:
        return set(), word
    found = set()
    for part in (p for p in therapy.split("+") if p.strip()):
        code = vocab.therapies.resolve(part)
        if code is None:
            raise NotFound("no drug is known by this name", remedy="Use the generic name (INN), a code or a brand.")
        found.add(code)
    if not found:
        raise NotFound("no drug was named", remedy="Name a drug, or a regimen as `a + b`.")
    return found, ""


def lines(option: TherapyOption, said: Words, vocab: Vocabulary) -> Iterator[str]:
    """The option as indented text: what it is, why, why not, and every statement with its criteria."""
    title = title_of(option, vocab, said)
    state = f"{said.term('explain.rank')} {option.rank}" if option.rank else said.term("explain.no_rank")
    kept = said.term("explain.kept" if option.kept else "explain.rejected")
    yield f"{title}: {said.term(option.predicate)}, {kept}, {state}, {said.term(option.verdict.name.lower())}"
    if option.grades:
        yield "  " + "; ".join(f"{said.term(f'scheme.{g.scheme}')} {g.value or '-'} ({g.rule})" for g in option.grades)
    for heading, reasons in (
        ("report.because", option.because),
        ("report.against", (*option.against, *option.conflicts)),
        ("explain.changes", option.changes),
    ):
        for reason in reasons:
            yield f"  {said.term(heading)}: {said.reason(reason)}"
    for fact in option.missing:
        yield f"  {said.term('report.missing')}: {said.absent(fact)}"
    for match in option.matches:
        yield from _statement(match, said)


def title_of(option: TherapyOption, vocab: Vocabulary, said: Words) -> str:
    """Generic names joined by plus signs; a class by its name."""
    names = " + ".join(translated.drug(a, said.language, agent_name(a, vocab)) for a in option.therapies)
    return names or said.term(option.matches[0].therapy_class)


def _statement(match: StatementMatch, said: Words) -> Iterator[str]:
    source = f"{match.source} {match.release}"
    direction = said.term(f"direction.{match.direction}")
    yield f"  [{MARKS[match.verdict]}] {match.statement} ({said.term(match.kind)}, {direction}; {source})"
    for approval in match.approvals:
        since = f" {approval.since.isoformat()}" if approval.since else ""
        until = f" - {approval.until.isoformat()}" if approval.until else ""
        yield f"      {approval.agency}: {said.term(approval.status)}{since}{until}"
    for heading, part in (
        ("explain.biomarker", match.biomarker),
        ("explain.disease", match.disease),
        ("explain.context", match.context),
    ):
        yield f"      {said.term(heading)}"
        yield from _tree(part, said, 4)
    for citation in match.citations:
        yield f"      {said.term('explain.citation')}: {citation.kind} {citation.ref} {citation.title}".rstrip()


def _tree(evaluation: Evaluation, said: Words, depth: int) -> Iterator[str]:
    pad = "  " * depth
    yield f"{pad}[{MARKS[evaluation.verdict]}] {evaluation.criterion or '...'}: {said.reason(evaluation.reason)}"
    for child in evaluation.children:
        yield from _tree(child, said, depth + 1)
