"""Trials as cards: parts with a strip of their criteria, headed lists, and the criteria as a table with their trees."""

from __future__ import annotations

from collections.abc import Callable

from tumorboard.formats.html.inline import Shown
from tumorboard.formats.html.markup import Html, join, tag
from tumorboard.report.cards import Cards, CriterionRow, PartCard, TreeNode, TrialCard

MARKS = {"good": "✓", "warn": "?", "bad": "✕"}
STRIP = 80  # criteria drawn in the strip of a part
Folded = Callable[[Html, Html], Html]


def cards(block: Cards, shown: Shown, folded: Folded) -> Html:
    """The trials one below the other."""
    return join([_card(c, shown, folded) for c in block.cards])


def _card(card: TrialCard, shown: Shown, folded: Folded) -> Html:
    head = tag(
        "header",
        tag("span", str(card.rank), class_="number"),
        tag("h3", shown.markup(card.name)),
        tag("p", join([shown.markup((b,)) for b in card.badges], " "), class_="badges"),
    )
    under = [tag("p", shown.markup(line), class_="under") for line in card.under]
    parts = [_part(p, shown, folded) for p in card.parts]
    return tag("article", head, *under, *parts, id=card.anchor or None, class_="trial")


def _part(part: PartCard, shown: Shown, folded: Folded) -> Html:
    head = tag(
        "div",
        tag("h4", shown.markup(part.name)),
        tag("p", join([shown.markup((b,)) for b in part.badges], " "), class_="badges"),
        class_="head",
    )
    lists = [
        tag("div", tag("h5", shown.term(head.code)), tag("ul", *[tag("li", shown.markup(t)) for t in lines]))
        for head, lines in part.lists
    ]
    told = tag("div", *lists, class_="told") if lists else None
    body = tag("table", tag("tbody", *[_criterion(c, shown) for c in part.criteria]), class_="criteria")
    criteria = folded(shown.markup(part.fold), body) if part.criteria else None
    return tag("div", head, _strip(part, shown), told, criteria, class_="part")


def _strip(part: PartCard, shown: Shown) -> Html | None:
    """A cell for each criterion in the order of the protocol, with its number on hover."""
    if not part.criteria:
        return None
    cells = [
        tag("i", MARKS[c.tone], class_=f"cell {c.tone}", title=f"{c.reference} {shown.plain(c.words)}".strip())
        for c in part.criteria[:STRIP]
    ]
    return tag("p", *cells, class_="strip", aria_hidden="true")


def _criterion(row: CriterionRow, shown: Shown) -> Html:
    mark = tag("b", MARKS[row.tone], aria_hidden="true", class_=f"cell {row.tone}")
    state = tag("td", mark, tag("span", shown.term(f"trial.tone.{row.tone}"), class_="unseen"), class_="state")
    says = [tag("p", shown.markup(s)) for s in row.says]
    flags = [shown.markup((f,)) for f in row.flags]
    tree = tag("ul", *[_node(n, shown) for n in row.tree], class_="tree") if row.tree else None
    words = tag("th", shown.markup(row.words), scope="row")
    return tag("tr", state, tag("td", row.reference, class_="reference"), words, tag("td", *says, *flags, tree))


def _node(node: TreeNode, shown: Shown) -> Html:
    mark = tag("b", MARKS[node.tone], aria_hidden="true", class_=f"cell {node.tone}")
    word = tag("span", shown.term(f"trial.tone.{node.tone}"), class_="unseen")
    says = tag("span", shown.markup(node.says), class_="says") if node.says else None
    flags = [shown.markup((f,)) for f in node.flags]
    below = tag("ul", *[_node(n, shown) for n in node.children]) if node.children else None
    return tag(
        "li", mark, " ", word, shown.markup(node.text), " ", says, *flags, below, class_="quiet" if node.quiet else None
    )
