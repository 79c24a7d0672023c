"""Hepatitis B, hepatitis C and HIV: the states that the tests allow, and the test that would tell them apart.

Each function gives the set of possible states with the facts that were used and those that are missing.  A criterion that
allows all of them is MET, one that allows none NOT_MET, whatever is still open.

Source of the readings: Terrault 2018, Hepatology 67:1560, doi:10.1002/hep.29800 (hepatitis B); Ghany 2020, Hepatology 71:686,
doi:10.1002/hep.31060 (hepatitis C); that a trial treats resolved or treated infection otherwise than active one: Hwang 2020,
J Clin Oncol 38:3698, doi:10.1200/JCO.20.01757.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tumorboard.criteria import labs
from tumorboard.criteria.measured import newest, newest_first
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.verdict import Verdict

# Nucleoside and nucleotide analogues that treat hepatitis B.
ANTIVIRALS = frozenset(
    {"adefovir", "entecavir", "lamivudine", "telbivudine", "tenofovir", "tenofovir alafenamide", "tenofovir disoproxil"}
)


@dataclass(frozen=True, slots=True)
class States:
    """What may be."""

    possible: frozenset[str]
    used: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    review: bool = False


@dataclass(frozen=True, slots=True)
class _Test:
    positive: bool | None
    used: frozenset[str]
    review: bool = False


def hepatitis_b(case: Case, context: Context, max_dna: float | None, *, treated: bool) -> States:
    """never, resolved, controlled, active; `treated`: controlled means under antiviral treatment."""
    surface = _test(case, context, "HBSAG")
    if surface.positive is None:
        every = frozenset({"never", "resolved", "controlled", "active"})
        return States(every, surface.used, frozenset({"biomarker.HBSAG"}))
    load, used, absent = _load(case, context, "HBV_DNA", max_dna)
    if not surface.positive:
        core = _test(case, context, "ANTI_HBC")
        by_load = {True: {"resolved"}, False: {"active"}, None: {"resolved", "active"}}[load]
        states = {"never"} if core.positive is False else by_load if core.positive else {"never"} | by_load
        missing = set(absent) if core.positive is not False else set()
        missing |= {"biomarker.ANTI_HBC"} if core.positive is None else set()
        return States(
            frozenset(states), surface.used | core.used | used, frozenset(missing), surface.review or core.review
        )
    if load is None:
        return States(frozenset({"controlled", "active"}), surface.used | used, frozenset(absent), surface.review)
    if not load:
        return States(frozenset({"active"}), surface.used | used, review=surface.review)
    on = {m.strip().casefold() for m in case.medications} & ANTIVIRALS
    if on or not treated:
        return States(
            frozenset({"controlled"}), surface.used | used | ({"medications"} if on else frozenset()),
            review=surface.review or not on,
        )  # fmt: skip
    if case.complete("medications"):
        return States(frozenset({"active"}), surface.used | used | {"medications"}, review=True)
    return States(
        frozenset({"controlled", "active"}), surface.used | used, frozenset({"medications"}), surface.review
    )  # fmt: skip


def hepatitis_c(case: Case, context: Context) -> States:
    """never, cured, active; virus without an antibody is an infection that began lately, or a weak defense."""
    antibody, virus = _test(case, context, "ANTI_HCV"), _test(case, context, "HCV_RNA")
    used, review = antibody.used | virus.used, antibody.review or virus.review
    if virus.positive:
        return States(frozenset({"active"}), used, review=review or antibody.positive is False)
    if antibody.positive is False:
        return States(frozenset({"never"}), used, review=review)
    states = {"cured"} if virus.positive is False else {"cured", "active"}
    missing = {"biomarker.HCV_RNA"} if virus.positive is None else set()
    if antibody.positive is None:
        states, missing = states | {"never"}, missing | {"biomarker.ANTI_HCV"}
    return States(frozenset(states), used, frozenset(missing), review)


def hiv(case: Case, context: Context, min_cd4: float | None, max_copies: float | None) -> States:
    """negative, controlled, not_controlled; CD4 cells per microliter."""
    tested = _test(case, context, "HIV")
    if tested.positive is None:
        every = frozenset({"negative", "controlled", "not_controlled"})
        return States(every, tested.used, frozenset({"biomarker.HIV"}))
    if not tested.positive:
        return States(frozenset({"negative"}), tested.used, review=tested.review)
    low, seen, absent = _load(case, context, "HIV_RNA", max_copies)
    verdicts, used, missing = [low], set(seen), set(absent)
    if min_cd4 is not None:
        read = labs.reading(case, context, "CD4", "/uL")
        enough = {s.within(min_cd4, None) for s in read.spans}
        verdicts.append({Verdict.MET: True, Verdict.NOT_MET: False}.get(enough.pop()) if len(enough) == 1 else None)
        used |= read.used
        missing |= read.missing or ({"lab.value:CD4"} if verdicts[-1] is None else set())
    states = (
        {"controlled"}
        if all(verdicts)
        else {"not_controlled"}
        if False in verdicts
        else {"controlled", "not_controlled"}
    )
    return States(frozenset(states), tested.used | used, frozenset(missing if len(states) > 1 else ()), tested.review)


def verdict(states: States, allowed: Iterable[str]) -> Verdict:
    """Whether every possible state is allowed, none is, or some are."""
    wanted = set(allowed)
    if states.possible <= wanted:
        return Verdict.MET
    return Verdict.UNKNOWN if states.possible & wanted else Verdict.NOT_MET


def _test(case: Case, context: Context, marker: str) -> _Test:
    words = {"positive": Verdict.MET, "negative": Verdict.NOT_MET}
    tested = newest_first(case, context, [marker])
    found = newest(case, [(b, words.get(b.state, Verdict.UNKNOWN)) for b in tested])
    if found is None:
        return _Test(None, frozenset(f"biomarker/{b.id}" for b in tested))
    return _Test(found.verdict is Verdict.MET, found.used, found.disagree)


def _load(
    case: Case, context: Context, analyte: str, limit: float | None
) -> tuple[bool | None, frozenset[str], set[str]]:
    """Whether the viral load is at most the limit (without one: not detected), the facts used, and what is missing.

    "Not detected" is written as 0, or as less than the least that the assay sees.
    """
    read = labs.reading(case, context, analyte)
    if read.missing:
        return None, read.used, set(read.missing)
    if limit is None:
        told = {s.high <= 0 or (s.high_open and s.low == float("-inf")) for s in read.spans}
        answer = told.pop() if len(told) == 1 else None
    else:
        verdicts = {s.within(None, limit) for s in read.spans}
        answer = {Verdict.MET: True, Verdict.NOT_MET: False}.get(verdicts.pop()) if len(verdicts) == 1 else None
    return answer, read.used, set() if answer is not None else {f"lab.value:{analyte}"}
