"""A page for each kind of question: what it means, what it reads, its text and JSON forms, and its table of answers."""

from __future__ import annotations

import json
from inspect import getdoc, getmodule

from doc_text import code, page, parameters, sections, table

from tumorboard.criteria.base import Leaf
from tumorboard.criteria.json_form import to_json
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse, to_text
from tumorboard.testing.criterion_examples import EXAMPLES, TABLE

COMBINATORS = (
    ("`A and B`", '`{"all": [...]}`', "MET when every part is; NOT_MET when one is not"),
    ("`A or B`", '`{"any": [...]}`', "MET when a part is; NOT_MET when none is"),
    ("`not A`", '`{"not": ...}`', "the negated verdict; UNKNOWN stays UNKNOWN, flags travel"),
    ("`AtLeast(2, A, B, C)`", '`{"at_least": 2, "of": [...]}`', "MET when so many are"),
    ("`If(A, B, C)`", '`{"if": ..., "then": ..., "else": ...}`', "B where A holds, else C; UNKNOWN unless both agree"),
    ("`FlagIf(A)`", '`{"flag_if": ...}`', "always MET; asks for review unless A is NOT_MET"),
    ("`Always()`, `Never()`", '`{"always": true}`, `{"never": true}`', "constants"),
)
ANSWERS = {"MET": "met", "NOT_MET": "not met", "UNKNOWN": "unknown"}


def criterion_pages() -> dict[str, str]:
    """Page by path below ``docs/reference``."""
    found = {f"criteria/{module_of(leaf)}.md": leaf_page(leaf) for leaf in LEAVES.values()}
    found["criteria/README.md"] = overview()
    return found


def module_of(leaf: type[Leaf]) -> str:
    """The module of a leaf, which names its page."""
    module = getmodule(leaf)
    assert module is not None
    return module.__name__.rpartition(".")[2]


def leaf_page(leaf: type[Leaf]) -> str:
    """The page of one leaf."""
    told = sections(getdoc(leaf) or "")
    given = parameters(told.get("Parameters", ""))
    shown = [parse(text, {leaf.name: leaf}) for text in EXAMPLES if text.startswith(f"{leaf.name}(")]
    forms = [(code(to_text(c)), code(json.dumps(to_json(c)))) for c in shown]
    rows = [(code(r.question), code(r.case), ANSWERS[r.verdict]) for r in TABLE if r.leaf == leaf.name]
    return page(
        leaf.name,
        " ".join(told[""].split()),
        "## Parameters\n\n" + table(("name", "meaning"), ((code(n), d) for n, d in given)) if given else "",
        "## Notes\n\n" + told["Notes"] if "Notes" in told else "",
        "## What it reads\n\n" + ", ".join(code(r) for r in sorted(leaf.reads)) + ": families of facts that it may use "
        "or name as missing ([words](../reasons.md#missing-facts)).",
        "## Forms\n\n" + table(("text", "JSON"), forms),
        "## Answers\n\nRun by `tests/spec/test_criterion_table.py`; the short form of a case is that of "
        "`tumorboard.testing.short_case`.\n\n" + table(("question", "case", "answer"), rows),
        "## Source\n\n" + told["Source"] if "Source" in told else "",
    )


def overview() -> str:
    """The list of leaves and the combinators."""
    rows = []
    for leaf in LEAVES.values():
        first = " ".join(sections(getdoc(leaf) or "")[""].split())
        rows.append((f"[{leaf.name}]({module_of(leaf)}.md)", first))
    return page(
        "Criteria",
        "A question to a case, alone or combined. Every answer is *met*, *not met* or *unknown*, with a reason, the facts it "
        "used, and, when unknown, the facts that would decide. Flags (*may change*, *assumed*, *needs review*, *changes on*) "
        "stand beside the verdict and never in it.",
        "## Combining\n\n" + table(("text", "JSON", "meaning"), COMBINATORS),
        "## Questions\n\n" + table(("name", "meaning"), rows),
    )
