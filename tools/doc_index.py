"""The lists of pages: every page of the documentation with its title, by folder."""

from __future__ import annotations

from pathlib import Path

from doc_text import page

FOLDERS = (
    ("", "Start here"),
    ("formats", "Files in and out"),
    ("knowledge", "Knowledge"),
    ("methods", "Methods"),
    ("reference", "Reference"),
    ("decisions", "Decisions"),
)


def index_pages(docs: Path, titles: dict[Path, str]) -> dict[str, str]:
    """``README.md`` of the documentation and of the decisions."""
    decisions = sorted((p for p in titles if p.parent == docs / "decisions"), key=lambda p: p.name)
    listed = [f"- [{titles[p]}]({p.name})" for p in decisions if p.name != "README.md"]
    about = "One page each: context, choice, consequences. A decision is changed by a later one, never rewritten."
    found = {"decisions/README.md": page("Decisions", about, "\n".join(listed))}
    titles = {**titles, docs / "decisions" / "README.md": "Decisions"}
    found["README.md"] = page("Documentation", *(_folder(docs, titles, f, head) for f, head in _folders(docs, titles)))
    return found


def _folders(docs: Path, titles: dict[Path, str]) -> list[tuple[str, str]]:
    """Known folders first, then any other that holds a page; a subfolder is listed by its own README."""
    there = {_top(docs, p) for p in titles}
    known = [pair for pair in FOLDERS if pair[0] in there]
    return known + [(f, f.capitalize()) for f in sorted(there - {f for f, _ in FOLDERS})]


def _top(docs: Path, path: Path) -> str:
    parts = path.relative_to(docs).parts
    return parts[0] if len(parts) > 1 else ""


def _folder(docs: Path, titles: dict[Path, str], folder: str, head: str) -> str:
    lines = []
    for path in sorted(titles):
        below = path.relative_to(docs)
        if _top(docs, path) != folder or below.as_posix() == "README.md":
            continue
        deep = len(below.parts) > 2 or folder == "decisions"
        if deep and path.name != "README.md":
            continue
        lines.append(f"- [{titles[path]}]({below.as_posix()})")
    return f"## {head}\n\n" + "\n".join(lines)
