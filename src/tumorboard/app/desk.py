"""The work of a board on its registry: a case comes in, is interpreted, discussed, signed and followed.

Each step looks at the records that are there, asks the workflow whether it may follow, and writes it together with the
revision that it was decided on: who wrote meanwhile makes it a conflict, never a lost update.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from tumorboard.app import assessing
from tumorboard.app.assessing import Workbench
from tumorboard.app.cases import usable
from tumorboard.board.changes import OptionChange, changes
from tumorboard.board.plausible import implausible
from tumorboard.board.workflow import Record, Standing, refusal, standing
from tumorboard.errors import InputError, Refused
from tumorboard.issues import Parsed
from tumorboard.model.assessment import Assessment
from tumorboard.model.case import Case
from tumorboard.model.policy import Policy
from tumorboard.model.registry import (
    Alert,
    Consent,
    Decision,
    Entry,
    Facts,
    FollowUp,
    Merge,
    Retraction,
    Rules,
    Seen,
    SignOff,
    Submission,
    Task,
    TaskDone,
)
from tumorboard.reasons import Reason
from tumorboard.report.recorded import case_with_word
from tumorboard.store import summaries
from tumorboard.store.database import looking
from tumorboard.store.heads import keeper
from tumorboard.store.people import cases_of, paired, same_people
from tumorboard.store.registry import Draft, Registry
from tumorboard.store.schema import DOCUMENTS, ENTRIES, ERASURES
from tumorboard.store.trail import trail
from tumorboard.wire.codec import document
from tumorboard.wire.decode import loads

if TYPE_CHECKING:
    from tumorboard.app.trial_sets import TrialSet

Written = Submission | Decision | SignOff | Task | TaskDone | FollowUp | Retraction | Consent | Alert | Seen
ACTIONS: dict[type, str] = {
    Submission: "submission", Decision: "decision", SignOff: "signature", Task: "task", TaskDone: "task_done",
    FollowUp: "follow_up", Retraction: "retraction", Consent: "consent", Alert: "alert", Seen: "seen",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seat:
    """One person at one registry, under the site's rules."""

    registry: Registry
    by: str
    rules: Rules

    @classmethod
    def at(cls, registry: Registry, by: str) -> Seat:
        """A seat under the rules that the registry holds."""
        return cls(registry, by, registry.rules())

    def standing(self, case: str) -> Standing:
        """Where a case stands.

        Raises
        ------
        NotFound
            If there is no such case.
        """
        return standing(trail(self.registry, case), self.rules)

    def add(self, found: Parsed[Case], *, reason: str = "", seen: int | None = None) -> Entry:
        """The facts of a case as they were read are its newest version.

        Parameters
        ----------
        seen
            The revision that this version goes on from; 0 for a case that is new.

        Raises
        ------
        InputError
            If the files gave no case.
        Conflict
            If the case has a later record, or is there already.
        Refused
            If the signed facts of a case are amended without a reason.
        """
        case = usable(found)
        if not seen and not all(map(plain_name, (case.id, case.patient.id))):
            raise InputError(
                "the name of a case or a patient holds a character that is not seen or looks like another one",
                code="REG026",
                remedy="Type it anew, with plain hyphens and blanks.",
            )
        now = Standing() if not seen else self.standing(case.id)
        self._may(now, "facts", None, reason)
        patient = case.patient.id or case.id
        if seen and next(self.registry.entries(case=case.id)).patient != patient:
            raise InputError(
                "the files are of another patient than the case",
                code="REG022",
                remedy="See `patient: id` in case.yaml.",
            )
        body = Facts(case=replace(case, findings=None), issues=found.issues)
        draft = Draft(
            action="facts",
            by=self.by,
            case=case.id,
            patient=patient,
            reason=reason,
            body=body,
            seen=seen or 0,
        )
        return self._append(draft)

    def interpret(
        self,
        case: str,
        bench: Workbench,
        policy: Policy,
        on: date,
        *,
        trials: TrialSet | None = None,
        seen: int | None = None,
    ) -> tuple[Entry, Assessment]:
        """The facts in force are assessed and the assessment is kept with the knowledge that it names.

        Parameters
        ----------
        trials
            The trials that the case is matched with.
        seen
            The last revision that the writer saw; the present one when not given.

        Raises
        ------
        NotFound
            If there is no such case, or its facts were erased.
        Conflict
            If the case has a later record than the one seen.
        """
        records = self.registry.records(case)
        now = standing(records, self.rules)
        self._may(now, "assessment", None, "")
        facts = self._facts(records)
        told = case_with_word(facts.case, now.consent("germline"))
        made = assessing.assess(Parsed(told, facts.issues), bench, policy, on, trials=trials)
        seen = now.revision if seen is None else seen
        draft = Draft(action="assessment", by=self.by, case=case, body=document(made), seen=seen)
        return self._append(draft), made

    def write(self, case: str, body: Written, *, reason: str = "", seen: int | None = None) -> Entry:
        """A step of the board is on record.

        Parameters
        ----------
        seen
            The last revision that the writer saw; the present one when not given.

        Raises
        ------
        NotFound
            If there is no such case.
        Conflict
            If the case has a later record than the one seen.
        Refused
            If the workflow, a consent or a rule does not allow it now, or its day cannot be.
        """
        records = trail(self.registry, case)
        now = standing(records, self.rules)
        action = ACTIONS[type(body)]
        if isinstance(body, SignOff):
            body = replace(body, asked=self.rules.signatures)
        if seen is None or seen == now.revision:  # else the registry says that it is a conflict
            self._may(now, action, body, reason)
            why = implausible(body, records, self.registry.now().date())
            if why is not None:
                raise _refused(why)
            if isinstance(body, Decision) and body.assessment != now.assessment:
                raise _refused(Reason.of("workflow.decides_on_another_assessment"))
        draft = Draft(
            action=action, by=self.by, case=case, reason=reason, body=body, seen=now.revision if seen is None else seen
        )
        # A consent is the person's word: it is written to every case of the same person in one transaction.
        others = (
            [replace(draft, case=c, seen=None) for c in self._siblings(case, records)] if action == "consent" else []
        )
        return self.registry.append(draft, *others, beside=keeper(self.rules))[0]

    def _siblings(self, case: str, records: Sequence[Record]) -> tuple[str, ...]:
        (patient,) = {entry.patient for entry, _ in records}
        return tuple(c for c in cases_of(self.registry, patient) if c != case)

    def facts(self, case: str) -> Facts:
        """The facts in force."""
        return self._facts(self.registry.records(case))

    def assessment(self, case: str) -> Assessment:
        """The assessment that a decision would be made on.

        Raises
        ------
        Refused
            If there is none, or the patient took back the consent.
        """
        now = self.standing(case)
        if now.consent("care") is False:
            raise _refused(Reason.of("workflow.consent_withdrawn"))
        if not now.assessment:
            raise _refused(Reason.of("workflow.not_interpreted"))
        return loads(Assessment, self.registry.document(now.assessment))

    def rule(self, rules: Rules, reason: str = "") -> Entry:
        """The site's rules are these for what is signed from now on; what was signed stays signed."""
        return self._append(Draft(action="rules", by=self.by, reason=reason, body=rules))

    def looked(self, case: str, what: str = "viewed", reason: str = "") -> None:
        """That this person looked at a case, or took it out, stands in the audit log."""
        self._append(Draft(action=what, by=self.by, case=case, reason=reason))

    def watch(self, case: str, bench: Workbench, policy: Policy, on: date) -> tuple[OptionChange, ...]:
        """What the knowledge of today would change; anything that does is an alert of the case.

        The assessment that was decided on stays what it was.
        """
        before = self.assessment(case)
        facts = self.facts(case)
        told = case_with_word(facts.case, self.standing(case).consent("germline"))
        after = assessing.assess(Parsed(told, facts.issues), bench, policy, on)
        found = changes(before, after)
        if found:
            lines = tuple(f"{c.happened}: {' + '.join(c.regimen)}" for c in found)
            releases = tuple(f"{r.name} {r.release}" for r in after.knowledge if r.present)
            body = Alert(what="knowledge", changes=lines, releases=releases)
            self._append(Draft(action="alert", by=self.by, case=case, body=body))
        return found

    def merge(self, patient: str, merged: str, *, reason: str, undo: bool = False, refusals_too: bool = False) -> Entry:
        """Two patients are one person (with `undo`: are two again); both keep their entries.

        What the person took back for one case is taken back for all: a use that one patient refused stays refused, also after a
        split, until the person says otherwise.  A merge by mistake would so take a consent from somebody who gave it, or hide
        that patient's cases for good: it is asked for with `refusals_too`.

        Raises
        ------
        InputError
            If they are one name, no reason is given, or a patient is not there; ``REG023`` if refusals would go over to other cases
            and that was not asked for, ``REG024`` if they are merged already, ``REG025`` if they are not and it is to be undone.
        """
        if patient == merged or not reason.strip():
            raise InputError("two different patients and a reason are needed", code="REG020")
        for one in (patient, merged):
            if next(self.registry.entries(patient=one), None) is None:
                raise InputError("there is no such patient", code="REG021")
        action = "split" if undo else "merge"
        draft = Draft(action=action, by=self.by, patient=patient, reason=reason, body=Merge(merged=merged))
        refusals = [] if undo else self._refusals((patient, merged), reason)
        self._pairs(patient, merged, undo, None)
        if refusals and not refusals_too:
            raise InputError(
                "what one of them took back would be taken back for cases of the other, which a split does not undo",
                code="REG023",
                remedy="Say that you want it, when they are one person beyond doubt.",
            )
        keep = keeper(self.rules)

        def beside(connection: sa.Connection, entry: Entry, written: Draft) -> None:
            if written is draft:  # of two who merge at once the second is told
                _one_step(connection, patient, merged, undo, entry.number)
            keep(connection, entry, written)

        return self.registry.append(draft, *refusals, beside=beside)[0]

    def _pairs(self, patient: str, merged: str, undo: bool, before: int | None) -> None:
        with looking(self.registry.engine) as connection:
            _one_step(connection, patient, merged, undo, before)

    def spread(self, patient: str, merged: str) -> tuple[tuple[str, int], ...]:
        """What a merge would take back for cases that have it: scope, and of how many cases."""
        found = [d.body.scope for d in self._refusals((patient, merged), "?") if isinstance(d.body, Consent)]
        return tuple((scope, found.count(scope)) for scope in sorted(set(found)))

    def _refusals(self, patients: tuple[str, ...], reason: str) -> list[Draft]:
        """The withdrawals of any case of these patients, for every other case of theirs that does not have them."""
        cases = sorted({c for p in patients for c in cases_of(self.registry, p)})
        said = {c: self.standing(c) for c in cases}
        refused = sorted({scope for now in said.values() for scope, given in now.consents if not given})
        on = self.registry.now().date()
        return [
            Draft(action="consent", by=self.by, case=c, reason=reason, body=Consent(scope=scope, given=False, on=on))
            for scope in refused for c in cases if said[c].consent(scope) is not False
        ]  # fmt: skip

    def erase(self, case: str, *, reason: str) -> int:
        """The bodies of a case whose patient took back the consent are gone; what was done when, by whom, stays.

        Raises
        ------
        Refused
            If the consent to care was not taken back, or no reason is given.
        """
        records = self.registry.records(case)
        if standing(records, self.rules).consent("care") is not False or not reason.strip():
            raise _refused(Reason.of("workflow.erase_needs_withdrawal"))
        gone = {e.document for e, _ in records if e.document and e.action != "consent"}

        def erase(connection: sa.Connection, entry: Entry, draft: Draft) -> None:
            # A body that another case has too, such as a task in the same words, is that case's as well.
            others = sa.select(ENTRIES.c.document).where(ENTRIES.c.case != case, ENTRIES.c.document != "")
            own = sa.select(DOCUMENTS.c.digest).where(DOCUMENTS.c.digest.in_(gone), DOCUMENTS.c.digest.not_in(others))
            there = set(connection.execute(own).scalars())
            if there:
                connection.execute(ERASURES.insert(), [{"digest": d} for d in sorted(there)])
                connection.execute(DOCUMENTS.delete().where(DOCUMENTS.c.digest.in_(there)))
            summaries.forget(connection, [case])

        self.registry.append(Draft(action="erased", by=self.by, case=case, reason=reason), beside=erase)
        return len(gone)

    def _facts(self, records: tuple[tuple[Entry, object | None], ...]) -> Facts:
        latest = [body for entry, body in records if entry.action == "facts"]
        if not latest or not isinstance(latest[-1], Facts):
            raise _refused(Reason.of("workflow.facts_erased"))
        return latest[-1]

    def _may(self, now: Standing, action: str, body: object | None, reason: str) -> None:
        why = refusal(now, action, body, self.by, reason)
        if why is not None:
            raise _refused(why)

    def _append(self, draft: Draft) -> Entry:
        return self.registry.append(draft, beside=keeper(self.rules))[0]


def plain_name(name: str) -> bool:
    """Whether every character of a name is seen, and no hyphen or blank is one that only looks so: two names that look alike are one name."""
    return all(c in " -" or (unicodedata.category(c)[0] not in "CZ" and unicodedata.category(c) != "Pd") for c in name)


def _one_step(connection: sa.Connection, patient: str, merged: str, undo: bool, before: int | None) -> None:
    """Nothing, when a merge joins two persons and a split parts a pair that was merged."""
    if undo and frozenset((patient, merged)) not in paired(connection, before):
        raise InputError("these two are not merged", code="REG025", remedy="Split a pair that was merged.")
    if not undo and any({patient, merged} <= group for group in same_people(connection, before)):
        raise InputError("these two are one person already", code="REG024")


def _refused(why: Reason) -> Refused:
    from tumorboard.wording import words

    return Refused(words("en").reason(why), code=why.code, why=why)
