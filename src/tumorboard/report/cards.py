"""Trials on a page: cards of trials with their parts, and the criteria of a part as rows with trees."""

from __future__ import annotations

from dataclasses import dataclass

from tumorboard.report.values import Badge, Term, Text


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A condition in a tree: its tone says whether it holds; a `quiet` one does not bear on the answer."""

    tone: str
    text: Text
    says: Text = ()
    flags: tuple[Badge, ...] = ()
    quiet: bool = False
    children: tuple[TreeNode, ...] = ()


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion of a protocol: its number, its words, whether it holds (tone), why, and its tree where it has parts."""

    reference: str
    words: Text
    tone: str
    says: tuple[Text, ...]
    flags: tuple[Badge, ...] = ()
    tree: tuple[TreeNode, ...] = ()


@dataclass(frozen=True, slots=True)
class PartCard:
    """A place to enter; `lists` are headed lists of what is missing or would turn it, `fold` opens the criteria."""

    name: Text
    badges: tuple[Badge, ...]
    lists: tuple[tuple[Term, tuple[Text, ...]], ...]
    criteria: tuple[CriterionRow, ...]
    fold: Text = ()


@dataclass(frozen=True, slots=True)
class TrialCard:
    """A trial with its parts, best first."""

    rank: int
    name: Text
    under: tuple[Text, ...]
    badges: tuple[Badge, ...]
    parts: tuple[PartCard, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Cards:
    """Trials one below the other."""

    cards: tuple[TrialCard, ...]
