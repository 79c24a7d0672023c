"""Cases: listed, looked at, taken out without who they are."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from tumorboard.api import shapes
from tumorboard.api.asking import AtGate, Bearer, case_for, may
from tumorboard.app import aggregates, assessing, deidentifying, settings, trial_matching, trial_sets
from tumorboard.app.gate import AtHand
from tumorboard.errors import NotFound
from tumorboard.issues import Parsed
from tumorboard.model.access import ACTIONS, Person
from tumorboard.model.registry import STATES
from tumorboard.trials.places import Whereabouts
from tumorboard.wire.codec import dumps, plain
from tumorboard.wording import words

router = APIRouter(tags=["cases"])
Read = Annotated[AtHand, Depends(case_for("case.read"))]


@router.get("/me")
def me(gate: AtGate, person: Bearer) -> shapes.Me:
    """Who the token speaks for."""
    return shapes.Me(
        account=person.id, name=person.name, roles=list(person.roles), scopes=list(person.scopes or ()),
        actions=[a for a in ACTIONS if gate.can(person, a)],
    )  # fmt: skip


@router.get("/cases")
def list_cases(
    gate: AtGate, person: Annotated[Person, Depends(may("cases.list"))],
    state: Annotated[str, Query(pattern=f"^({'|'.join(STATES)})?$")] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100, after: Annotated[str, Query(max_length=32)] = "",
) -> shapes.Lines:  # fmt: skip
    """The cases that one may know of, the last changed first."""
    found = gate.worklist(person, state=state, limit=limit + 1, after=after)
    rest = found[limit - 1][1].updated if len(found) > limit else None
    return shapes.Lines(items=[shapes.line(public, head) for public, head in found[:limit]], next=rest)


@router.get("/cases/{public}")
def get_case(at: Read) -> shapes.Stand:
    """Where a case stands."""
    return shapes.stand(at)


@router.get("/cases/{public}/records")
def get_records(at: Read) -> shapes.Records:
    """Everything that was recorded of a case: facts, decisions, signatures, follow-up."""
    return shapes.Records(items=shapes.records(at.seat, at.case))


@router.get("/cases/{public}/facts", response_model=shapes.Document)
def get_facts(at: Read) -> Response:
    """The facts in force, with what was wrong with their files."""
    return _json(json.dumps(plain(at.seat.facts(at.case))))


@router.get("/cases/{public}/assessment", response_model=shapes.Document)
def get_assessment(at: Read) -> Response:
    """The assessment in force, byte for byte as it was kept: its SHA-256 is the one that a decision names."""
    return _json(at.seat.registry.document(_assessment(at)))


@router.get("/cases/{public}/options")
def get_options(at: Read) -> shapes.Options:
    """The options of the assessment in force."""
    digest = _assessment(at)
    body = json.loads(at.seat.registry.document(digest))
    return shapes.Options(assessment=digest, items=body["options"], rejected=body["rejected"])


@router.get("/cases/{public}/trials", response_model=shapes.Document)
def get_trials(at: Read, gate: AtGate) -> Response:
    """The facts in force against the trials of the site's policy, else the examples that the package brings."""
    facts = at.seat.facts(at.case)
    bench, policy = assessing.workbench(), settings.policy(None)
    found = trial_matching.matched(
        Parsed(facts.case, facts.issues), bench, policy, gate.registry.now().date(), _trials(), Whereabouts()
    )
    return _json(json.dumps(trial_matching.document(found, words("en"))))


@router.get("/cases/{public}/deidentified", response_model=shapes.Document)
def get_deidentified(at: Annotated[AtHand, Depends(case_for("case.deidentified"))], gate: AtGate) -> Response:
    """The case without the person, when the patient agreed to exports (docs/registry.md)."""
    vocab, today = assessing.workbench().vocab, gate.registry.now().date()
    return _json(dumps(deidentifying.exported(at.seat, at.case, vocab, today, reason="API")))


@router.get("/aggregates", tags=["aggregates"])
def get_aggregates(gate: AtGate, person: Annotated[Person, Depends(may("registry.aggregates"))]) -> shapes.Counts:
    """How many cases stand where, and have which tumor; small numbers are not told."""
    found = aggregates.counts(gate.registry)
    return shapes.Counts(states=found.states, diseases=found.diseases, smallest=aggregates.SMALLEST)


@lru_cache(maxsize=1)
def _trials() -> trial_sets.TrialSet | None:
    policy = settings.policy(None)
    asked = () if policy.trials else (Path(trial_sets.SHIPPED),)
    return trial_sets.opened(trial_sets.named(asked, policy, None, None))


def _assessment(at: AtHand) -> str:
    found = at.seat.standing(at.case).assessment
    if not found:
        raise NotFound("the facts in force were not interpreted yet", code="API004", remedy="POST .../interpret first.")
    return found


def _json(text: str) -> Response:
    return Response(text, media_type="application/json")
