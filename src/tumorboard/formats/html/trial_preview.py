"""The preview of a trial as a page that loads nothing and runs nothing."""

from __future__ import annotations

from collections.abc import Mapping

from tumorboard.formats.html.markup import Html, join, tag
from tumorboard.formats.html.page import POLICY, style
from tumorboard.formats.trials.preview_text import said
from tumorboard.model.trial import Provenance
from tumorboard.report.trial_preview import Asked, Level, Node, Preview
from tumorboard.wording import Words

STYLE = """
.preview { max-width: 70rem; margin: 0 auto; padding: 1rem 1.6rem; }
.preview h2 small { font-weight: 400; color: var(--soft); }
.preview ul { list-style: none; padding-left: 1.1rem; border-left: 1.5px solid var(--line); }
.preview li { padding: .12rem 0; } .preview .op { font-weight: 600; font-size: .82rem; color: var(--soft); }
.preview dl.criteria { display: grid; grid-template-columns: minmax(3.5rem, max-content) 1fr; gap: .15rem .9rem; margin-top: .5rem; }
.preview dl.criteria > dt { font-weight: 600; border-top: 1px solid var(--faint); padding-top: .3rem; }
.preview dl.criteria > dd { font-weight: 400; border-top: 1px solid var(--faint); padding-top: .3rem; }
.preview .words { color: var(--soft); } .preview .from { color: var(--mute); font-size: .76rem; margin-left: .5rem; }
.preview .person { background: var(--warn-wash); border-radius: .25rem; padding: 0 .35rem; }
.preview section.inner { margin-left: 1.6rem; }
"""


def write(seen: Preview, words: Words, language: str = "en") -> str:
    """The page as text: same trial and language, same bytes."""
    trial = seen.trial
    title = trial.acronym or trial.ids[0].value
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("title", title),
        tag("style", Html(style() + STYLE)),
    )
    top = tag(
        "header",
        tag("div", tag("h1", title), tag("p", said(trial.titles, language), class_="subject")),
        tag("p", words.term("report.ruo_short"), class_="ruo"),
    )
    body = tag(
        "body",
        tag("div", top, class_="top"),
        tag("main", sections(seen, words, language), class_="preview"),
    )
    return f"<!doctype html>\n{tag('html', head, body, lang=language)}\n"


def sections(seen: Preview, words: Words, language: str) -> Html:
    """What the page is made of: the trial, each level with its criteria, the facts that are asked, the sources."""
    ids = ", ".join(i.value for i in seen.trial.ids)
    levels = [_level(level, words, language) for level in seen.levels]
    return join([_about(seen, ids, words, language), *levels, _facts(seen, words), _sources(seen.trial.sources, words)])


def _about(seen: Preview, ids: str, words: Words, language: str) -> Html:
    trial = seen.trial
    counts = f"{seen.criteria} {words.term('preview.criteria')}, {seen.persons} {words.term('preview.persons')}"
    phase = f"{words.term('preview.phase')} {trial.phase}" if trial.phase else ""
    line = " · ".join(filter(None, [ids, phase, words.term(f"status.{trial.status}"), trial.version, counts]))
    summary = said(trial.texts, language)
    return tag("section", tag("p", line), tag("p", summary, class_="words") if summary else None)


def _level(level: Level, words: Words, language: str) -> Html:
    part = level.part
    if level.depth:
        name = f"{words.term(f'part.{part.kind}')} {part.code or part.id}"
        status = words.term(f"status.{level.status}") if part.status else ""
        free = f"{level.slots} {words.term('preview.slots')}" if level.slots is not None else ""
        note = " · ".join(filter(None, [said(part.texts, language), status, free]))
        given = " · ".join(filter(None, [" + ".join(part.therapies), said(part.regimen, language)]))
    else:
        name, note, given = words.term("preview.whole_trial"), "", ""
    rows = [cell for asked in level.criteria for cell in _criterion(asked, words, language)]
    sites = [
        tag(
            "p",
            "@ ",
            ", ".join(filter(None, [s.name, s.city, s.country])),
            " · ",
            words.term(f"status.{s.status}"),
            class_="words",
        )
        for s in part.sites
    ]
    return tag(
        "section",
        tag(
            "h2",
            name,
            " ",
            tag("small", note) if note else None,
            _from(part.provenance if level.depth else Provenance()),
        ),
        tag("p", given) if given else None,
        *sites,
        tag("dl", *rows, class_="criteria") if rows else None,
        class_="inner" if level.depth > 1 else None,
    )


def _criterion(asked: Asked, words: Words, language: str) -> tuple[Html, Html]:
    tone, word = ("good", "preview.include") if asked.use == "inclusion" else ("bad", "preview.exclude")
    text = said(asked.texts, language)
    return (
        tag("dt", asked.number, " ", tag("span", words.term(word), class_=f"badge {tone}")),
        tag(
            "dd",
            _tree(asked.tree, words),
            _from(asked.provenance),
            tag("div", text, class_="words") if text and text != asked.tree.text else None,
        ),
    )


def _tree(node: Node, words: Words) -> Html:
    role = tag("span", words.term(f"node.{node.role}"), " ", class_="op") if node.role else None
    if node.kind == "leaf":
        return join([role, tag("code", node.text)])
    if node.kind == "person":
        return join([role, tag("span", words.term("node.person"), ": ", node.text, class_="person")])
    name = tag("span", f"{words.term(f'node.{node.kind}')} {node.text}".rstrip(), " ", class_="op")
    if node.kind == "not" and not node.parts[0].parts:
        return join([role, name, _tree(node.parts[0], words)])
    if node.kind == "if":  # its parts say if, then and else themselves
        return join([role, *[tag("div", _tree(p, words)) for p in node.parts]])
    return join([role, name, tag("ul", *[tag("li", _tree(p, words)) for p in node.parts]) if node.parts else None])


def _facts(seen: Preview, words: Words) -> Html:
    rows = [
        tag(
            "tr", tag("th", words.absent(fact), scope="row"), tag("td", tag("code", fact)), tag("td", ", ".join(labels))
        )
        for fact, labels in seen.facts
    ]
    heads = [tag("th", words.term(f"preview.{h}"), scope="col") for h in ("fact", "fact_name", "needed_by")]
    table = tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows))
    return tag("section", tag("h2", words.term("preview.asked_of_a_case")), table)


def _sources(sources: Mapping[str, str], words: Words) -> Html | None:
    if not sources:
        return None
    items = [tag("p", tag("b", key), ": ", source) for key, source in sources.items()]
    return tag("section", tag("h2", words.term("preview.sources")), *items)


def _from(told: Provenance) -> Html | None:
    return tag("span", " ".join((told.tag, *told.sources)).strip(), class_="from") if told else None
