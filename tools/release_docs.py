"""Documents of a release: the user manual as one offline page, and the validation dossier of a laboratory.

    python tools/release_docs.py dist --junit build/junit.xml

The manual is every page of ``docs/`` in one HTML file that loads nothing.  The dossier says what was tested, with which data,
with which result where the results of a run are given, and how a site repeats it; names of tests are its sentences.
"""

from __future__ import annotations

import argparse
import ast
import html
import platform
import re
import sys
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[1]
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
STYLE = """
body { font: 15px/1.5 "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans", "Noto Sans CJK SC", sans-serif; color: #17212b; margin: 0 auto; max-width: 62rem; padding: 1.5rem; }
h1 { font-size: 1.5rem; border-top: 2px solid #17212b; padding-top: 1rem; margin-top: 2.5rem; } h2 { font-size: 1.15rem; } h3 { font-size: 1rem; }
code, pre { font-family: ui-monospace, Consolas, monospace; font-size: .88em; overflow-wrap: anywhere; } pre { background: #f3f6f9; padding: .7rem; overflow-x: auto; white-space: pre-wrap; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; } th, td { text-align: left; vertical-align: top; border-bottom: 1px solid #cfd8e0; padding: .3rem .6rem .3rem 0; }
nav li { margin: .1rem 0; } .ruo { border: 2px solid #8a4600; color: #8a4600; padding: .3rem .7rem; font-weight: 600; display: inline-block; } .sign td { height: 2.2rem; }
a { color: #0b5394; } details > summary { cursor: pointer; color: #0b5394; } ul.claims { columns: 2 24rem; font-size: .88rem; }
@media print { body { max-width: none; padding: 0; } h1 { break-before: page; } details > * { display: block; } }
"""
# What a folder of tests is for, and what it needs.
ROOMS = {
    "spec": ("Rules as tables that a clinician can read", "written for the tests; numbers from the papers named in each file"),
    "generative": ("Laws that must hold for any input (drawn at random, with a fixed seed)", "drawn"),
    "golden": ("Whole reports, byte by byte", "the synthetic cases of examples/"),
    "conformance": ("Every reader against every kind of damaged file", "written for the tests"),
    "unit": ("Parts", "written for the tests"),
    "integration": ("Real parts together: databases, servers on loopback, killed processes", "synthetic; a real PostgreSQL where it is installed"),
    "web": ("Journeys of people in a real browser", "synthetic; Chromium"),
    "oracle": ("Numbers of independent programs", "made by the commands beside the numbers"),
    "real": ("Files of real tools and public cohorts", "public data, not shipped; skipped with the reason where it is absent"),
    "docs": ("Every command and example of the documentation", "examples/"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Module:
    """A file of tests: what it says it shows, and its tests as sentences."""

    room: str
    name: str
    about: str
    claims: tuple[str, ...]


def modules(root: Path) -> list[Module]:
    """Every file of tests, in order."""
    found = []
    for path in sorted((root / "tests").glob("*/test_*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        tests = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]
        about = (ast.get_docstring(tree) or "").split("\n\n")[0].replace("\n", " ")
        claims = tuple(t.name.removeprefix("test_").replace("_", " ") for t in tests)
        found.append(Module(path.parent.name, f"tests/{path.parent.name}/{path.name}", about, claims))
    return found


def results(junit: Path | None) -> dict[str, Counter[str]]:
    """File of tests -> how many of its cases passed, failed and were skipped, out of pytest's JUnit file."""
    told: dict[str, Counter[str]] = defaultdict(Counter)
    if junit is None:
        return told
    for case in ET.parse(junit).getroot().iter("testcase"):
        name = case.get("classname", "").replace(".", "/") + ".py"
        kinds = {child.tag for child in case}
        state = "failed" if kinds & {"failure", "error"} else "skipped" if "skipped" in kinds else "passed"
        told[name][state] += 1
    return told


def dossier(root: Path, junit: Path | None, version: str) -> str:
    """The dossier as a page."""
    told, found = results(junit), modules(root)
    total: Counter[str] = sum(told.values(), Counter())
    run = ", ".join(f"{n} {state}" for state, n in sorted(total.items())) or "no results of a run were given"
    parts = [
        ("<p>What this release was tested for, with which data and result, and how a site repeats it. It is no certificate: <b>research use only</b>; a laboratory decides by its own "
        "procedures whether the program does what it needs there.</p>"),
        _table(("Item", "Value"), [
            ("Release", f"tumorboard {version}"),
            ("Run on", f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"),
            ("Result of the run", run),
            ("Pinned dependencies", "requirements/base.txt, each with its SHA-256"),
            ("Known limits", "docs/methods/limits.md and the notes of each page"),
        ]),
        ("<h2>How a site repeats it</h2><ol><li>Installation: <code>make demo</code> in the unpacked release prints three summaries and where the reports lie; compare them with those of "
        "<code>tests/golden/</code>.</li><li>Operation: <code>make test</code> runs everything below; <code>pytest tests/real</code> besides where the public data are at hand "
        "(<code>TUMORBOARD_SHARED_DATA</code>).</li><li>Performance: run cases of your own whose answers you know, blind; write expected and found option, grade and reason into the table "
        "at the end. Include a failed assay, an unknown fact, a germline finding, a withdrawn approval and a case of each tumor that you report on.</li><li>After every update of program or "
        "knowledge: <code>tumorboard knowledge verify</code>, <code>tumorboard reinterpret</code> on those cases, and this list again.</li></ol>"),
    ]  # fmt: skip
    for room, (title, data) in ROOMS.items():
        mine = [m for m in found if m.room == room]
        if not mine:
            continue
        rows = []
        for m in mine:
            count = told.get(m.name, Counter())
            state = ", ".join(f"{n} {s}" for s, n in sorted(count.items())) or f"{len(m.claims)} tests"
            claims = "".join(f"<li>{html.escape(c)}</li>" for c in m.claims)
            listed = f"<details><summary>{len(m.claims)} statements</summary><ul class=claims>{claims}</ul></details>"
            rows.append((f"<code>{m.name}</code>", html.escape(m.about) + listed, state))
        parts.append(f"<h1>{title}</h1><p>Data: {data}.</p>" + _table(("File", "What it shows", "Result"), rows))
    blank = [("&nbsp;",) * 5] * 12
    parts.append(
        "<h1>Cases of the site</h1>" + _table(("Case", "Expected", "Found", "Agrees", "Who, when"), blank, "sign")
    )
    signs = [(w, "&nbsp;", "&nbsp;") for w in ("Performed by", "Reviewed by", "Released by")]
    parts.append("<h2>Signatures</h2>" + _table(("", "Name", "Date and signature"), signs, "sign"))
    return _page(f"Validation dossier of tumorboard {version}", "".join(parts))


def manual(root: Path, version: str) -> str:
    """Every page of the documentation in one."""
    docs = root / "docs"
    order = [
        docs / "README.md",
        *sorted(p for p in docs.rglob("*.md") if p.name != "README.md" and "decisions" not in p.parts),
    ]
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    names = {p.resolve(): "page-" + str(p.relative_to(docs)).removesuffix(".md").replace("/", "-") for p in order}
    contents, bodies = [], []
    for path in order:
        text = path.read_text("utf-8")
        title = next((line.lstrip("# ") for line in text.splitlines() if line.startswith("# ")), path.stem)
        contents.append(f'<li><a href="#{names[path.resolve()]}">{html.escape(title)}</a></li>')
        body = markdown.render(re.sub(r"<!--.*?-->", "", text, flags=re.S))
        bodies.append(f'<section id="{names[path.resolve()]}">{_links(body, path, names)}</section>')
    return _page(f"tumorboard {version}: manual", f"<nav><ol>{''.join(contents)}</ol></nav>" + "".join(bodies))


def _links(body: str, path: Path, names: dict[Path, str]) -> str:
    """Links between pages lead inside the one page; pictures and links to files that are not in it are named as text."""

    def inside(found: re.Match[str]) -> str:
        target, _, _ = found[1].partition("#")
        if found[1].startswith(("http:", "https:", "#")):
            return found[0]
        name = names.get((path.parent / target).resolve())
        return f'href="#{name}"' if name else f'title="{html.escape(target)}"'

    body = re.sub(r'href="([^"]*)"', inside, body)
    return re.sub(r'<img src="([^"]*)" alt="([^"]*)"[^>]*>', r"<i>[\2: \1]</i>", body)


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]], kind: str = "") -> str:
    head = "".join(f"<th scope=col>{h}</th>" for h in heads)
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return f'<table class="{kind}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><title>{title}</title><style>{STYLE}</style></head>'
        f'<body><h1>{title}</h1><p class="ruo">Research use only</p>{body}</body></html>\n'
    )


def main() -> None:
    """Write manual.html and validation.html into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--junit", type=Path)
    given = parser.parse_args()
    sys.path.insert(0, str(ROOT / "src"))
    from tumorboard import __version__

    given.out.mkdir(parents=True, exist_ok=True)
    for name, text in (
        ("manual.html", manual(ROOT, __version__)),
        ("validation.html", dossier(ROOT, given.junit, __version__)),
    ):
        (given.out / name).write_text(text, "utf-8")
        print(given.out / name)


if __name__ == "__main__":
    main()
