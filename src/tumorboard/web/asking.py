"""What pages depend on: who asks, whether they may, and the case of an address.

@router.get("/cases/{public}")
def case(at: Annotated[AtHand, Depends(case_for("case.read"))]) -> Response: ...
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from tumorboard.app.gate import AtHand, Gate
from tumorboard.model.access import Person
from tumorboard.web.faults import NeedsSignIn


def gate_of(request: Request) -> Gate:
    """The gate of the registry that is served."""
    found: Gate = request.app.state.gate
    return found


def current_person(request: Request) -> Person:
    """Who is signed in.

    Raises
    ------
    NeedsSignIn
        If nobody is: the browser is sent to the sign-in.
    """
    person: Person | None = request.state.person
    if person is None:
        raise NeedsSignIn
    return person


Signed = Annotated[Person, Depends(current_person)]
AtGate = Annotated[Gate, Depends(gate_of)]


def may(action: str) -> Callable[..., Person]:
    """A dependency that gives the person who may do `action`, which is done to no case; else 403."""

    def person_who_may(gate: AtGate, person: Signed) -> Person:
        gate.may(person, action)
        return person

    return person_who_may


def case_for(action: str) -> Callable[..., AtHand]:
    """A dependency that gives the case of ``{public}`` in the address, for `action`.

    A case that is not there and one that the person must not know of are the same 404; a look is in the audit log.
    """

    def case_at_hand(public: str, gate: AtGate, person: Signed) -> AtHand:
        return gate.case(person, action, public)

    return case_at_hand
