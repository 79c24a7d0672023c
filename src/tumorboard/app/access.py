"""Whether a person may do something: one pure function, deny by default."""

from __future__ import annotations

from datetime import datetime

from tumorboard.model.access import ACTIONS, Denial, Permit, Person, Restrictions, Whose
from tumorboard.reasons import Reason

# What can still be done to a case whose patient took back the consent to care: give it again.
_ON_HIDDEN = frozenset({"case.consent"})


def permitted(
    person: Person, action: str, whose: Whose | None, restrictions: Restrictions, now: datetime
) -> Permit | Denial:
    """A permit, or why not.

    What does not hang on the case is asked first, so that a refusal tells nothing about it.  A case that the person must
    not know of gives a denial that is `hidden`.
    """
    rule = ACTIONS.get(action)
    if rule is None:
        return Denial(Reason.of("access.no_such_action"))
    if not set(rule.roles) & set(person.roles):
        return Denial(Reason.of("access.role", roles=rule.roles))
    if person.scopes is not None and rule.scope not in person.scopes:
        return Denial(Reason.of("access.scope", scope=rule.scope))
    if not rule.of_case:
        return Permit(action)
    if whose is None:
        return Denial(Reason.of("access.not_found"), hidden=True)
    if not restrictions.opens(person.id, whose.patient, now):
        return Denial(Reason.of("access.not_found"), hidden=True)
    if whose.hidden and action not in _ON_HIDDEN:
        return Denial(Reason.of("access.not_found"), hidden=True)
    return _consented(person, action, whose)


def _consented(person: Person, action: str, whose: Whose) -> Permit | Denial:
    """Exports follow the patient's word; a researcher sees a case only where the patient said yes to research."""
    said = dict(whose.consents)
    if action in {"case.export", "case.deidentified"} and said.get("export") is False:
        return Denial(Reason.of("access.no_consent", scope="export"))
    only_research = action == "case.deidentified" and set(person.roles).isdisjoint(ACTIONS["case.read"].roles)
    if only_research and said.get("research") is not True:
        return Denial(Reason.of("access.not_found"), hidden=True)
    return Permit(action)
