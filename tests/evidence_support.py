"""Statements in a line, and what the evidence room makes of them on a short profile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from tests.pack_support import ON, case

from tumorboard import vocab
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse
from tumorboard.evidence.ledger import Ledger, ledger
from tumorboard.model.assessment import StatementMatch, TherapyOption
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.knowledge import Knowledge
from tumorboard.model.policy import Policy
from tumorboard.model.statement import Approval, Guideline, Statement, Study

__all__ = ["ON", "approved", "case", "context", "look", "matches", "names", "only", "read", "statement", "withdrawn"]


@lru_cache(maxsize=4096)
def read(text: str) -> Any:
    return parse(text, LEAVES)


@lru_cache(maxsize=32)
def context(on: date = ON, *jurisdictions: str) -> Context:
    return Context(on, vocab.load(), Policy(jurisdictions=jurisdictions))


def statement(
    identifier: str,
    therapy: str,
    biomarker: str,
    *,
    disease: str = 'DiagnosisIn(["NSCLC"])',
    given: str = "Always()",
    genes: Iterable[str] = ("EGFR",),
    study: str = "",
    guideline: str = "",
    civic: str = "",
    against: Iterable[str] = (),
    **fields: Any,
) -> Statement:
    """A statement as a line of a table: `therapy` is ``a + b`` or ``class x``; `study` is ``rct met``; `guideline` the
    preference; `given` the context; `against` contraindications."""
    agents = () if therapy.startswith("class ") else tuple(sorted(therapy.split(" + ")))
    design, _, benefit = study.partition(" ")
    return Statement(
        id=identifier,
        kind=fields.pop("kind", "label" if fields.get("approvals") else "guideline" if guideline else "item"),
        predicate=fields.pop("predicate", "sensitivity"),
        therapy=agents,
        therapy_class=therapy.removeprefix("class ") if not agents else "",
        biomarker=read(biomarker),
        disease=read(disease),
        context=read(given),
        contraindications=tuple(read(t) for t in against),
        source=fields.pop("source", "test"),
        release=fields.pop("release", "2026-01-01"),
        strength=("civic_level", civic) if civic else fields.pop("strength", ("", "")),
        guideline=Guideline(name="NCCN", preference=guideline) if guideline else None,
        study=Study(design=design or "none", benefit=benefit or "unknown"),
        genes=tuple(genes),
        **fields,
    )


def approved(*agencies: str, since: date = date(2018, 1, 1)) -> tuple[Approval, ...]:
    return tuple(Approval(agency=a, status="approved", since=since) for a in agencies or ("FDA",))


def withdrawn(agency: str, on: date, *others: str) -> tuple[Approval, ...]:
    gone = Approval(agency=agency, status="withdrawn", since=date(2018, 1, 1), until=on)
    return (gone, *approved(*others)) if others else (gone,)


def look(profile: Case, *statements: Statement, on: date = ON, asked: tuple[str, ...] = ()) -> Ledger:
    return ledger(profile, Knowledge(statements=statements), context(on, *asked))


def names(options: Iterable[TherapyOption]) -> list[str]:
    """Regimens in their order; a class by its name."""
    return [" + ".join(o.therapies) or f"class {o.matches[0].therapy_class}" for o in options]


def only(found: Ledger, regimen: str = "") -> TherapyOption:
    """The one sensitivity entry (of a regimen), kept or rejected."""
    every = [o for o in (*found.options, *found.rejected) if o.predicate == "sensitivity"]
    chosen = [o for o in every if not regimen or " + ".join(o.therapies) == regimen]
    assert len(chosen) == 1, names(every)
    return chosen[0]


def matches(found: Ledger) -> list[StatementMatch]:
    """Every statement match of the ledger."""
    return [m for o in (*found.options, *found.rejected, *found.resistance) for m in o.matches]


def without_tumor(profile: Case) -> Case:
    """The same patient with no diagnosis recorded."""
    return replace(profile, diagnosis=replace(profile.diagnosis, disease=None))
