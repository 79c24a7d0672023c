"""The preview of a trial as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tumorboard.model.trial import Provenance
from tumorboard.report.trial_preview import Asked, Level, Node, Preview
from tumorboard.wording import Words

MOST_LABELS = 6


def write(seen: Preview, words: Words, language: str = "en") -> str:
    """The text, lines in document order; texts in the language where the trial has them."""
    return "\n".join(_lines(seen, words, language)) + "\n"


def said(texts: Mapping[str, str], language: str) -> str:
    """The text in a language, else in English, else the first there is."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def _lines(seen: Preview, words: Words, language: str) -> Iterator[str]:
    trial = seen.trial
    yield " · ".join(filter(None, [trial.acronym, ", ".join(i.value for i in trial.ids)]))
    yield from filter(None, [said(trial.titles, language), said(trial.texts, language)])
    counts = f"{seen.criteria} {words.term('preview.criteria')}, {seen.persons} {words.term('preview.persons')}"
    phase = f"{words.term('preview.phase')} {trial.phase}" if trial.phase else ""
    yield " · ".join(filter(None, [phase, words.term(f"status.{trial.status}"), counts]))
    for level in seen.levels:
        yield from _level(level, words, language)
    yield ""
    yield words.term("preview.asked_of_a_case")
    for fact, labels in seen.facts:
        more = f" +{len(labels) - MOST_LABELS}" if len(labels) > MOST_LABELS else ""
        yield f"  {words.absent(fact)}  ({', '.join(labels[:MOST_LABELS])}{more})"
    if trial.sources:
        yield ""
        yield words.term("preview.sources")
        yield from (f"  {key}: {source}" for key, source in trial.sources.items())


def _level(level: Level, words: Words, language: str) -> Iterator[str]:
    part, indent = level.part, "  " * max(level.depth - 1, 0)
    yield ""
    if level.depth:
        head = [f"{words.term(f'part.{part.kind}')} {part.code or part.id}", said(part.texts, language)]
        given = " + ".join(part.therapies)
        head += [given, said(part.regimen, language), words.term(f"status.{level.status}") if part.status else ""]
        head += [f"{level.slots} {words.term('preview.slots')}"] if level.slots is not None else []
        yield indent + " · ".join(filter(None, head)) + from_(part.provenance)
    else:
        yield words.term("preview.whole_trial")
    for site in part.sites:
        place = ", ".join(filter(None, [site.name, site.city, site.country]))
        yield f"{indent}  @ {place} · {words.term(f'status.{site.status}')}"
    for asked in level.criteria:
        yield from (f"{indent}  {line}" for line in _criterion(asked, words, language))


def from_(told: Provenance) -> str:
    """The tag and sources in brackets; empty where none are named."""
    return f"  [{' '.join((told.tag, *told.sources)).strip()}]" if told else ""


def _criterion(asked: Asked, words: Words, language: str) -> Iterator[str]:
    mark = "+" if asked.use == "inclusion" else "-"
    head, *rest = _tree(asked.tree, words)
    yield f"{mark} {asked.number}: {head}{from_(asked.provenance)}"
    yield from (f"    {line}" for line in rest)
    text = said(asked.texts, language)
    if text and text not in head:
        yield f"    “{text}”"


def _tree(node: Node, words: Words) -> Iterator[str]:
    role = f"{words.term(f'node.{node.role}')} " if node.role else ""
    if node.kind == "not" and len(node.parts) == 1 and not node.parts[0].parts:
        (line,) = _tree(node.parts[0], words)
        yield f"{role}{words.term('node.not')} {line}"
        return
    if node.kind == "if" and not role:  # its parts say if, then and else themselves
        for part in node.parts:
            yield from _tree(part, words)
        return
    shown = {"leaf": node.text, "person": f"? {words.term('node.person')}: {node.text}"}.get(node.kind)
    yield role + (shown if shown is not None else f"{words.term(f'node.{node.kind}')} {node.text}".rstrip())
    for part in node.parts:
        yield from (f"  {line}" for line in _tree(part, words))
