"""RECIST 1.1 as a radiologist reads it: reference file outcomes.md, sections 1.1 to 1.7.

Sources: Eisenhauer et al. 2009 (PMC2755245), Tables 1 to 3; EORTC RECIST questions and answers; the cases of 1.7 are those of
``tests/testthat/test-derive_param_confirmed_bor.R`` of pharmaverse admiralonco 1.4.0.9003 (Apache 2.0).
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumorboard.model.response import Measured, Response, ResponseCourse, ResponseRules, Role, State, Visit
from tumorboard.outcomes.best_response import best_response
from tumorboard.outcomes.recist import assess, non_target_response, overall, target_response
from tumorboard.outcomes.response import after_gap, duration_of_response, judge, progression_free, time_to_response

CR, PR, SD, PD, NE, ND = (Response(c) for c in ("CR", "PR", "SD", "PD", "NE", "ND"))
NN = Response.NON_CR_NON_PD
DAY0 = date(2024, 1, 1)


def lesion(text: str) -> Measured:
    """``T1 liver 40``, ``T2 lymph_node 18``, ``N1 bone present``, ``X1 lung 12``: T target, N non-target, X new, M marker."""
    name, site, how = text.split()
    role = {"T": Role.TARGET, "N": Role.NON_TARGET, "X": Role.NEW, "M": Role.MARKER}[name[0]]
    number = how.replace(".", "", 1).isdigit()
    state = State.MEASURED if number else State(how)
    return Measured(name, role, state, float(how) if number else None, site, site == "lymph_node")


def visit(day: int, *lesions: str) -> Visit:
    return Visit(DAY0 + timedelta(days=day), tuple(lesion(text) for text in lesions))


# --- 1.2: the targets by themselves -----------------------------------------------------------------------------------
BASELINE = ("T1 liver 60", "T2 lung 40")  # sum 100
TARGETS = [
    # nadir, what the visit shows, response, why
    (100, ("T1 liver absent", "T2 lung absent"), CR, "all gone"),
    (100, ("T1 liver 42", "T2 lung 28"), PR, "sum exactly 70 % of baseline"),
    (100, ("T1 liver 42.1", "T2 lung 28"), SD, "sum just above 70 % of baseline"),
    (100, ("T1 liver 72", "T2 lung 48"), PD, "sum exactly 120 % of the nadir, and 20 mm more"),
    (100, ("T1 liver 71.9", "T2 lung 48"), SD, "sum just below 120 %"),
    (20, ("T1 liver 14", "T2 lung 10"), PR, "20 % more than a nadir of 20, but 4 mm only"),
    (20, ("T1 liver 15", "T2 lung 10"), PD, "25 % and exactly 5 mm more than the nadir, still below 70 % of baseline"),
    (50, ("T1 liver 35", "T2 lung 25"), PD, "nadir after a partial response: 60 against 50, still below 70 % of baseline"),
    (100, ("T1 liver 30", "T2 lung not_evaluated"), NE, "one target was not measured"),
    (100, ("T1 liver 125", "T2 lung not_evaluated"), PD, "the measured one alone is progression"),
    (100, ("T1 liver too_small", "T2 lung absent"), PR, "too small to measure counts as 5 mm"),
    (5, ("T1 liver too_small", "T2 lung too_small"), PD, "10 mm against a nadir of 5"),
    (0, ("T1 liver too_small", "T2 lung absent"), PD, "a lesion is back after all were gone"),
]  # fmt: skip


@pytest.mark.parametrize(("nadir", "shows", "expected", "why"), TARGETS, ids=[t[3] for t in TARGETS])
def test_outcomes_1_2_target_response(nadir: float, shows: tuple[str, ...], expected: Response, why: str) -> None:
    targets = visit(0, *BASELINE).lesions
    assert target_response(visit(56, *shows), targets, baseline_mm=100, nadir_mm=nadir) is expected


NODES = [
    # node target at baseline 20, what the visit shows, response
    (("T1 lymph_node 9",), CR, "a target node of 9 mm is normal"),
    (("T1 lymph_node 9.9",), CR, "9.9 mm is still below 10"),
    (("T1 lymph_node 10",), PR, "a node of 10 mm is not normal: half of 20"),
    (("T1 lymph_node 9", "N1 lymph_node 12"), PR, "a non-target node of 12 mm is left"),
    (("T1 lymph_node 9", "N1 lymph_node 8"), CR, "the non-target node is normal too"),
]  # fmt: skip


@pytest.mark.parametrize(("shows", "expected", "why"), NODES, ids=[n[2] for n in NODES])
def test_outcomes_1_2_nodes_of_9_and_10_mm(shows: tuple[str, ...], expected: Response, why: str) -> None:
    targets = visit(0, "T1 lymph_node 20").lesions
    assert target_response(visit(56, *shows), targets, baseline_mm=20, nadir_mm=20) is expected


def test_outcomes_1_1_a_node_keeps_its_short_axis_in_the_sum_of_a_complete_response() -> None:
    course = (visit(0, "T1 liver 30", "T2 lymph_node 16"), visit(56, "T1 liver absent", "T2 lymph_node 8"))
    (point,) = assess(course, confirm_days=None)
    assert (point.overall, point.sum_mm) == (CR, 8.0)


def test_a_normal_node_that_grew_is_normal_and_goes_to_a_person() -> None:
    course = (visit(0, "T1 lymph_node 20"), visit(56, "T1 lymph_node 4"), visit(112, "T1 lymph_node 9.5"))
    points = assess(course, confirm_days=None)
    assert [p.overall for p in points] == [CR, CR]
    assert points[1].review == ("recist.normal_node_grew",)


NON_TARGETS = [
    # bone, pleura, marker at this visit; response
    (("N1 bone absent", "N2 pleura absent", "M1 - normal"), CR),
    (("N1 bone absent", "N2 pleura absent", "M1 - elevated"), NN),
    (("N1 bone present", "N2 pleura absent", "M1 - normal"), NN),
    (("N1 bone increased", "N2 pleura absent", "M1 - normal"), NN),
    (("N1 bone absent", "N2 pleura not_evaluated", "M1 - normal"), NE),
    (("N1 bone present", "N2 pleura not_evaluated", "M1 - normal"), NN),
    (("N1 bone progressed", "N2 pleura not_evaluated", "M1 - normal"), PD),
    (("N1 bone absent", "M1 - normal"), NE),  # the pleura is not mentioned
]  # fmt: skip


@pytest.mark.parametrize(("shows", "expected"), NON_TARGETS)
def test_outcomes_1_2_non_target_response(shows: tuple[str, ...], expected: Response) -> None:
    assert non_target_response(visit(56, *shows), ["N1", "N2", "M1"]) is expected


# --- 1.3 and 1.4: the tables of a time point ---------------------------------------------------------------------------
NON_PD = (CR, NN, NE, None)
TABLE_1_3 = [
    (CR, CR, False, CR), (CR, None, False, CR), (CR, NN, False, PR), (CR, NE, False, PR),
    *[(PR, n, False, PR) for n in NON_PD], *[(SD, n, False, SD) for n in NON_PD], *[(NE, n, False, NE) for n in NON_PD],
    *[(PD, n, new, PD) for n in (*NON_PD, PD) for new in (False, True)],
    *[(t, PD, new, PD) for t in (CR, PR, SD, NE) for new in (False, True)],
    *[(t, n, True, PD) for t in (CR, PR, SD, NE) for n in NON_PD],
]  # fmt: skip
TABLE_1_4 = [
    (CR, False, CR),
    (NN, False, NN),
    (NE, False, NE),
    (PD, False, PD),
    (PD, True, PD),
    (CR, True, PD),
    (NN, True, PD),
    (NE, True, PD),
]


@pytest.mark.parametrize(("target", "non_target", "new", "expected"), TABLE_1_3)
def test_outcomes_1_3_time_point_with_target_disease(
    target: Response, non_target: Response | None, new: bool, expected: Response
) -> None:
    assert overall(target, non_target, new=new) is expected


@pytest.mark.parametrize(("non_target", "new", "expected"), TABLE_1_4)
def test_outcomes_1_4_time_point_with_non_target_disease_only(
    non_target: Response, new: bool, expected: Response
) -> None:
    assert overall(None, non_target, new=new) is expected


def test_without_any_disease_only_a_new_lesion_can_be_judged() -> None:
    assert overall(None, None, new=True) is PD
    with pytest.raises(ValueError, match="no response"):
        overall(None, None, new=False)


# --- 1.5 and 1.6: best overall response --------------------------------------------------------------------------------
def rules(
    sd: int, confirm: int | None, most_ne: int, accept_sd: bool, missing_as_ne: bool = False, gap: int | None = None
) -> ResponseRules:
    return ResponseRules(sd, confirm, most_ne, accept_sd, missing_as_ne, gap)


def best(texts: str, using: ResponseRules, *, first_pd: int | None = None) -> tuple[Response, int | None]:
    """``42 CR, 70 CR`` in days from the start."""
    found = [(DAY0 + timedelta(days=int(d)), Response(r)) for d, r in (t.split() for t in texts.split(", ") if t)]
    made = best_response(
        found, using, start=DAY0, first_pd=None if first_pd is None else DAY0 + timedelta(days=first_pd)
    )
    return made.response, None if made.on is None else (made.on - DAY0).days


UNCONFIRMED = [
    ("42 PR, 84 PD", (PR, 42), "best before progression"),
    ("42 SD, 84 PD", (SD, 42), "stable for the least time"),
    ("20 SD, 84 PD", (PD, 84), "stable too early, and then progression"),
    ("20 SD", (NE, 20), "stable too early, and nothing after"),
    ("41 SD", (NE, 41), "a day too early"),
    ("42 NE, 84 NE", (NE, 42), "never evaluated"),
    ("42 non-CR/non-PD, 84 PD", (NN, 42), "non-target disease only"),
]


@pytest.mark.parametrize(("texts", "expected", "why"), UNCONFIRMED, ids=[u[2] for u in UNCONFIRMED])
def test_outcomes_1_5_best_response_without_confirmation(texts: str, expected: tuple[Response, int], why: str) -> None:
    assert best(texts, rules(42, None, 0, False)) == expected


TABLE_3 = [
    # first, next, when the first is late enough for stable disease, when not
    (CR, CR, CR, CR),
    (CR, SD, SD, SD),  # Table 3 says PD where stable disease was not long enough; the program counts the second visit
    (CR, PD, SD, PD),
    (CR, NE, SD, NE),
    (PR, CR, PR, PR),
    (PR, PR, PR, PR),
    (PR, SD, SD, SD),
    (PR, PD, SD, PD),
    (PR, NE, SD, NE),
    (NE, NE, NE, NE),
]


@pytest.mark.parametrize(("first", "then", "late", "early"), TABLE_3)
def test_outcomes_1_6_best_response_with_confirmation(
    first: Response, then: Response, late: Response, early: Response
) -> None:
    asked = rules(42, 28, 0, False)
    assert best(f"42 {first.value}, 84 {then.value}", asked)[0] is late
    assert best(f"20 {first.value}, 62 {then.value}", asked)[0] is early


def test_outcomes_1_6_note_a_a_partial_response_after_a_complete_one_is_for_a_person() -> None:
    found = [(DAY0 + timedelta(days=42), CR), (DAY0 + timedelta(days=84), PR)]
    made = best_response(found, rules(42, 28, 1, False), start=DAY0)
    assert (made.response, made.review) == (SD, ("recist.pr_after_cr",))


CONFIRMING = [
    ("42 PR, 69 PR", (SD, 42), "27 days do not confirm"),
    ("42 PR, 70 PR", (PR, 42), "28 days confirm"),
    ("42 CR, 56 NE, 84 CR", (CR, 42), "one assessment missing between two complete responses"),
    ("42 CR, 56 NE, 63 NE, 84 CR", (SD, 42), "two missing are too many"),
]


@pytest.mark.parametrize(("texts", "expected", "why"), CONFIRMING, ids=[c[2] for c in CONFIRMING])
def test_outcomes_1_7_own_cases_of_confirmation(texts: str, expected: tuple[Response, int], why: str) -> None:
    assert best(texts, rules(42, 28, 1, False)) == expected


A, B = rules(28, 28, 1, False), rules(28, 14, 0, True, True)
ADMIRAL = [
    ("1", "2020-01-01", "2020-01-01 PR, 2020-02-01 CR, 2020-02-16 NE, 2020-03-01 CR, 2020-04-01 SD", None, A, "CR 2020-02-01"),
    ("1", "2020-01-01", "2020-01-01 PR, 2020-02-01 CR, 2020-02-16 NE, 2020-03-01 CR, 2020-04-01 SD", None, B, "PR 2020-01-01"),
    ("3", "2019-11-11", "2019-11-12 CR, 2019-12-02 CR, 2020-01-01 SD", None, A, "SD 2020-01-01"),
    ("3", "2019-11-11", "2019-11-12 CR, 2019-12-02 CR, 2020-01-01 SD", None, B, "CR 2019-11-12"),
    ("5", "2020-01-01", "2020-01-01 PR, 2020-01-10 SD, 2020-01-20 PR, 2020-05-15 non-CR/non-PD", None, A, "non-CR/non-PD 2020-05-15"),
    ("5", "2020-01-01", "2020-01-01 PR, 2020-01-10 SD, 2020-01-20 PR, 2020-05-15 non-CR/non-PD", None, B, "PR 2020-01-01"),
    ("7", "2020-02-02", "2020-02-06 PR, 2020-02-16 CR, 2020-04-01 NE", None, A, "NE 2020-02-06"),
    ("7b", "2020-02-02", "2020-04-02 ND", None, B, "ND 2020-04-02"),
    ("9", "2020-02-01", "2020-02-16 PD, 2020-03-06 SD", "2020-02-16", A, "PD 2020-02-16"),
    ("9 without a date of progression", "2020-02-01", "2020-02-16 PD, 2020-03-06 SD", None, A, "SD 2020-03-06"),
    ("9", "2020-02-01", "2020-02-16 PD, 2020-03-06 SD", "2020-02-16", B, "PD 2020-02-16"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "start", "texts", "pd", "using", "expected"), ADMIRAL)
def test_outcomes_1_7_cases_of_admiralonco(
    case: str, start: str, texts: str, pd: str | None, using: ResponseRules, expected: str
) -> None:
    found = [(date.fromisoformat(t.split()[0]), Response(t.split()[1])) for t in texts.split(", ")]
    made = best_response(found, using, start=date.fromisoformat(start), first_pd=date.fromisoformat(pd) if pd else None)
    assert f"{made.response.value} {made.on}" == expected


def test_outcomes_1_7_no_assessment_is_missing_or_not_evaluable_as_the_protocol_says() -> None:
    assert best("", A) == (Response.MISSING, None)
    assert best("", B) == (NE, None)


# --- from lesions to days ----------------------------------------------------------------------------------------------
def test_outcomes_1_6_eortc_a_confirmed_partial_response_stays_until_progression() -> None:
    sums = (100, 70, 70, 80, 80, 80)
    course = [visit(56 * i, f"T1 liver {mm}") for i, mm in enumerate(sums)]
    assert [p.overall for p in assess(course, confirm_days=28)] == [PR] * 5
    assert [p.overall for p in assess(course, confirm_days=None)] == [PR, PR, SD, SD, SD]


def test_outcomes_1_7_a_new_lesion_on_the_day_of_a_partial_response_is_progression() -> None:
    (point,) = assess((visit(0, "T1 liver 100"), visit(56, "T1 liver 50", "X1 lung 12")), confirm_days=None)
    assert (point.target, point.overall, point.reasons) == (PR, PD, ("recist.new_lesion",))


@pytest.mark.parametrize(("mm", "expected"), [("9", SD), ("10", PD)])
def test_a_new_lymph_node_below_10_mm_is_no_new_lesion(mm: str, expected: Response) -> None:
    (point,) = assess((visit(0, "T1 liver 100"), visit(56, "T1 liver 90", f"X1 lymph_node {mm}")), confirm_days=None)
    assert point.overall is expected


def test_an_equivocal_finding_is_no_new_lesion_and_goes_to_a_person() -> None:
    (point,) = assess((visit(0, "T1 liver 100"), visit(56, "T1 liver 90", "X1 lung equivocal")), confirm_days=None)
    assert (point.overall, point.review) == (SD, ("recist.equivocal_lesion",))


def test_one_patient_from_lesions_to_days() -> None:
    course = ResponseCourse(
        "p1",
        (
            visit(0, "T1 liver 60", "T2 lung 40", "N1 bone present"),
            visit(56, "T1 liver 36", "T2 lung 24", "N1 bone present"),
            visit(112, "T1 liver 30", "T2 lung 20", "N1 bone present"),
            visit(168, "T1 liver 40", "T2 lung 24", "N1 bone present"),
        ),
        start=DAY0 + timedelta(days=7),
    )
    judged = judge(course, rules(42, 28, 0, False))
    assert [p.overall for p in judged.time_points] == [PR, PR, PD]
    assert [round(p.change or 0, 2) for p in judged.time_points] == [-0.4, -0.5, -0.36]
    assert (judged.best.response, judged.deepest) == (PR, -0.5)
    assert time_to_response(judged) == 49
    assert duration_of_response(judged) == (112, True)
    assert progression_free(judged) == (161, True)


def test_who_died_before_any_assessment_counts_as_an_event() -> None:
    first = (visit(0, "T1 liver 60"),)
    died = judge(ResponseCourse("p", first, DAY0, death=DAY0 + timedelta(days=20)), rules(42, 28, 0, False))
    unseen = judge(ResponseCourse("p", first, DAY0), rules(42, 28, 0, False))
    assert (progression_free(died), progression_free(unseen)) == ((20.0, True), (0.0, False))
    assert died.best.response is Response.MISSING


# --- laws --------------------------------------------------------------------------------------------------------------
SIZES = st.lists(st.integers(0, 150), min_size=2, max_size=7)


@given(SIZES.filter(lambda s: s[0] >= 10), st.floats(0.5, 3))
@settings(deadline=None, derandomize=True)
def test_larger_lesions_never_make_a_better_time_point(sizes: list[int], factor: float) -> None:
    """A visit with a larger sum is never judged better than the same visit with a smaller one."""
    order = [CR, PR, SD, PD]

    def last(mm: float) -> int:
        course = [visit(56 * i, f"T1 liver {s}" if s else "T1 liver absent") for i, s in enumerate(sizes)]
        course.append(visit(56 * len(sizes), f"T1 liver {mm:.1f}" if mm > 0 else "T1 liver absent"))
        return order.index(assess(course, confirm_days=None)[-1].overall)

    grown = sizes[-1] * max(factor, 1)
    assert last(grown) >= last(sizes[-1])


@given(st.lists(st.sampled_from([CR, PR, SD, NE, PD]), min_size=1, max_size=6), st.booleans())
@settings(deadline=None, derandomize=True)
def test_asking_for_confirmation_never_makes_the_best_response_better(course: list[Response], accept: bool) -> None:
    from tumorboard.outcomes.best_response import ORDER

    texts = ", ".join(f"{42 * (i + 1)} {r.value}" for i, r in enumerate(course))
    confirmed, plain = best(texts, rules(42, 28, 1, accept))[0], best(texts, rules(42, None, 1, accept))[0]
    assert ORDER.index(confirmed) >= ORDER.index(plain)


# --- after a complete response ------------------------------------------------------------------------------------------
FULL = visit(0, "T1 liver 40", "T2 lymph_node 18", "N1 bone present", "N2 lymph_node 12", "M1 - elevated")
CLEAN = visit(56, "T1 liver absent", "T2 lymph_node 8", "N1 bone absent", "N2 lymph_node 7", "M1 - normal")
REST = ("T2 lymph_node 8", "N1 bone absent", "N2 lymph_node 7", "M1 - normal")
AFTER_CR = [
    # what a visit after a complete response shows; response; what a person should look at
    (("T1 liver 3", *REST), PD, ("recist.back_after_cr",), "3 mm are back: less than 5 mm above the nadir, and disease all the same"),
    (("T1 liver too_small", *REST), PD, ("recist.back_after_cr",), "too small to measure is there"),
    (("T1 liver 12", *REST), PD, ("recist.back_after_cr",), "70 % below baseline, which would be a partial response"),
    (("T1 liver absent", "T2 lymph_node 10", *REST[1:]), PD, ("recist.back_after_cr",), "a target node of 10 mm is disease again"),
    (("T1 liver absent", "T2 lymph_node 9.9", *REST[1:]), CR, (), "a target node of 9.9 mm is normal"),
    (("T1 liver absent", "T2 lymph_node 8", "N1 bone present", *REST[2:]), PD, ("recist.back_after_cr",), "a non-target lesion is back"),
    (("T1 liver absent", "T2 lymph_node 8", "N1 bone absent", "N2 lymph_node 11", "M1 - normal"), PR, ("recist.node_after_cr",),
     "a non-target node of 11 mm has not unequivocally progressed"),
    (("T1 liver absent", "T2 lymph_node 8", "N1 bone absent", "N2 lymph_node progressed", "M1 - normal"), PD, ("recist.back_after_cr",),
     "a non-target node progressed"),
    (("T1 liver absent", *REST[:3], "M1 - elevated"), PR, ("recist.marker_after_cr",), "a marker alone is no progression"),
    (("T1 liver not_evaluated", *REST), NE, (), "what was not looked at is neither gone nor back"),
    (("T1 liver not_evaluated", "T2 lymph_node 14", *REST[1:]), PD, ("recist.back_after_cr",), "one target not evaluated, the other back"),
    (("T1 liver absent", *REST, "X1 lung 4"), PD, (), "a new lesion"),
]  # fmt: skip


@pytest.mark.parametrize(("shows", "expected", "review", "why"), AFTER_CR, ids=[a[3] for a in AFTER_CR])
def test_outcomes_1_6_note_a_disease_seen_after_a_complete_response_is_progression(
    shows: tuple[str, ...], expected: Response, review: tuple[str, ...], why: str
) -> None:
    first, then = assess((FULL, CLEAN, visit(112, *shows)), confirm_days=28)
    assert first.overall is CR
    assert (then.overall, then.review) == (expected, review)


def test_outcomes_1_6_note_a_without_target_disease() -> None:
    course = (visit(0, "N1 bone present"), visit(56, "N1 bone absent"), visit(112, "N1 bone present"))
    assert [p.overall for p in assess(course, confirm_days=None)] == [CR, PD]


def test_outcomes_1_6_note_a_a_lesion_that_comes_back_without_a_complete_response_is_measured_on() -> None:
    """EORTC: what disappears and comes back is progression only after a complete response, or when the sum says so."""
    course = (visit(0, "T1 liver 40", "T2 lung 40"), visit(56, "T1 liver absent", "T2 lung 20"),
              visit(112, "T1 liver 3", "T2 lung 20"))  # fmt: skip
    assert [p.overall for p in assess(course, confirm_days=None)] == [PR, PR]


@pytest.mark.parametrize(("sd", "expected"), [(42, SD), (70, PD)])
def test_outcomes_1_6_note_a_the_best_response_depends_on_the_least_duration_of_stable_disease(
    sd: int, expected: Response
) -> None:
    course = ResponseCourse("p", (FULL, CLEAN, visit(112, "T1 liver 3", *REST)), start=DAY0)
    judged = judge(course, rules(sd, 28, 1, False))
    assert (judged.best.response, judged.progressed_on) == (expected, DAY0 + timedelta(days=112))
    assert "recist.back_after_cr" in judged.best.review


# --- 1.2: new lesions -----------------------------------------------------------------------------------------------
def test_outcomes_1_2_a_lesion_that_pet_alone_shows_is_not_counted_and_goes_to_a_person() -> None:
    by_pet = Measured("X1", Role.NEW, State.PRESENT, site="bone", method="pet")
    by_ct = Measured("X2", Role.NEW, State.PRESENT, site="lung", method="ct")
    same = visit(56, "T1 liver 40").lesions
    base = visit(0, "T1 liver 40")
    (alone,) = assess((base, Visit(DAY0 + timedelta(days=56), (*same, by_pet))), confirm_days=None)
    (with_ct,) = assess((base, Visit(DAY0 + timedelta(days=56), (*same, by_pet, by_ct))), confirm_days=None)
    assert (alone.overall, alone.review) == (SD, ("recist.pet_only",))
    assert (with_ct.overall, with_ct.review) == (PD, ())


def test_a_small_new_lymph_node_counts_and_goes_to_a_person() -> None:
    (point,) = assess((visit(0, "T1 liver 100"), visit(56, "T1 liver 90", "X1 lymph_node 11")), confirm_days=None)
    assert (point.overall, point.review) == (PD, ("recist.small_new_node",))


# --- missed assessments ------------------------------------------------------------------------------------------------
GAP = [
    # days of visits and sizes; death; most days without an assessment; progression-free days and event
    (((56, 40), (112, 60)), None, 126, (112, True), "56 days after the last assessment"),
    (((56, 40), (182, 60)), None, 126, (182, True), "exactly 126 days"),
    (((56, 40), (183, 60)), None, 126, (56, False), "127 days: censored at the last assessment"),
    (((56, 40), (183, 60)), None, None, (183, True), "no such rule"),
    (((56, 40),), 100, 126, (100, True), "death 44 days after the last assessment"),
    (((56, 40),), 300, 126, (56, False), "death after missed assessments"),
    ((), 100, 126, (100, True), "death before the first assessment was due"),
    ((), 200, 126, (0, False), "death after 200 days in which nobody looked"),
    (((56, None), (183, 60)), None, 126, (0, False), "an assessment that could not be evaluated is none"),
]  # fmt: skip


@pytest.mark.parametrize(("sizes", "death", "gap", "expected", "why"), GAP, ids=[g[4] for g in GAP])
def test_outcomes_7_progression_or_death_after_missed_assessments_is_censored(
    sizes: tuple[tuple[int, int | None], ...],
    death: int | None,
    gap: int | None,
    expected: tuple[float, bool],
    why: str,
) -> None:
    visits = [visit(0, "T1 liver 40"), *[visit(d, f"T1 liver {mm or 'not_evaluated'}") for d, mm in sizes]]
    died = DAY0 + timedelta(days=death) if death else None
    judged = judge(ResponseCourse("p", tuple(visits), DAY0, death=died), rules(42, None, 0, False, gap=gap))
    assert progression_free(judged) == expected
    assert after_gap(judged) is (expected[1] is False)
