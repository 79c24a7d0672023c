"""What the API's operations depend on: who the token speaks for, whether they may, and the case of an address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Path, Request
from fastapi.security import HTTPBearer

from tumorboard.api.problems import NoBearer
from tumorboard.app.gate import AtHand, Gate
from tumorboard.errors import InputError
from tumorboard.model.access import Person

# The guard has looked the token up already; this one documents it.
_BEARER = HTTPBearer(auto_error=False, description="An API token: `tumorboard users token`.")


def gate_of(request: Request) -> Gate:
    """The gate of the registry that is served."""
    found: Gate = request.app.state.gate
    return found


def bearer(request: Request, _: Annotated[object, Depends(_BEARER)]) -> Person:
    """Who the API token speaks for.

    Raises
    ------
    NoBearer
        401.
    """
    person: Person | None = request.state.person
    if person is None:
        raise NoBearer
    return person


Bearer = Annotated[Person, Depends(bearer)]
AtGate = Annotated[Gate, Depends(gate_of)]
Public = Annotated[str, Path(description="The random name of a case.", min_length=1, max_length=32)]


def may(action: str) -> Callable[..., Person]:
    """A dependency that gives the person who may do `action`, which is done to no case; else 403."""

    def person_who_may(gate: AtGate, person: Bearer) -> Person:
        gate.may(person, action)
        return person

    return person_who_may


def case_for(action: str) -> Callable[..., AtHand]:
    """A dependency that gives the case of the address, for `action`; 404 alike when it is not there or not to be known of."""

    def case_at_hand(public: Public, gate: AtGate, person: Bearer) -> AtHand:
        return gate.case(person, action, public)

    return case_at_hand


def noted(request: Request) -> None:
    """The log gets the template of the route, and a query that the operation does not know is an error.

    Raises
    ------
    InputError
        ``API002``.
    """
    route = request.scope["route"]
    request.scope["state"]["route"] = f"{request.scope.get('root_path', '')}{route.path}"
    known = {p.alias for p in route.dependant.query_params}
    if set(request.query_params) - known:
        raise InputError("the query has a parameter that is not known", code="API002", remedy="See openapi.json.")
