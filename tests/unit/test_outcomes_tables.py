"""Tables of outcomes: what is read, and every fault with its code, its place and what becomes of the record."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tumorboard.errors import InputError
from tumorboard.formats.outcomes import lesions, times
from tumorboard.issues import Issue, Parsed, Severity
from tumorboard.model.outcome_tables import OUTCOME_TABLES
from tumorboard.model.response import ResponseRules, Role, State
from tumorboard.outcomes.pfs_ratio import Reached, Threshold, not_estimable
from tumorboard.outcomes.response import judge, rates

DOCS = Path(__file__).resolve().parents[2] / "docs"
LESIONS = "patient,date,lesion,role,site,mm,state,method\n"
BASE = "p1,2024-01-01,T1,target,liver,40,,ct\np1,2024-01-01,N1,non_target,bone,,present,ct\n"


def written(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def told(issues: tuple[Issue, ...]) -> list[tuple[str, int | None, str]]:
    return [(i.code, i.place.record, i.place.field) for i in issues if i.code != "TBL011"]


# --- lesions -----------------------------------------------------------------------------------------------------------
def test_lesions_become_visits_in_order_of_time(tmp_path: Path) -> None:
    text = LESIONS + "p1,2024-03-01,T1,target,liver,30,,ct\np1,2024-03-01,N1,non_target,bone,,absent,ct\n" + BASE
    parsed = lesions.read(written(tmp_path, text))
    assert parsed.value is not None
    (course,) = parsed.value
    assert [v.on for v in course.visits] == [date(2024, 1, 1), date(2024, 3, 1)]
    first = course.visits[0].lesions[1]  # by name
    assert (first.lesion, first.role, first.mm, first.state, first.site) == (
        "T1",
        Role.TARGET,
        40.0,
        State.MEASURED,
        "liver",
    )
    assert told(parsed.issues) == [("OUT017", None, "")]  # for the record: no table of patients gives a start


FAULTS = [
    # records after those of a good baseline; code, record and column; what is left of the patient's second visit
    ("p1,01/03/2024,T1,target,liver,30,,ct", ("OUT002", 3, "date"), None),
    ("p1,2024-02-30,T1,target,liver,30,,ct", ("OUT002", 3, "date"), None),
    ("p1,2024-03-01,T1,targett,liver,30,,ct", ("OUT001", 3, "role"), None),
    ("p1,2024-03-01,T1,target,liver,-3,,ct", ("OUT007", 3, "mm"), None),
    ("p1,2024-03-01,T1,target,liver,4000,,ct", ("OUT007", 3, "mm"), None),
    ("p1,2024-03-01,T1,target,liver,large,,ct", ("OUT007", 3, "mm"), None),
    (",2024-03-01,T1,target,liver,30,,ct", ("OUT006", 3, "patient"), None),
    ("p1,2024-03-01,T1,target,liver,,measured,ct", ("OUT008", 3, "mm"), ["T1 not_evaluated"]),
    ("p1,2024-03-01,T1,target,liver,30,progressed,ct", ("OUT027", 3, "state"), None),
    ("p1,2024-03-01,T1,target,liver,30,absent,ct", ("OUT029", 3, "mm"), None),
    ("p1,2024-03-01,T1,target,liver,8,too_small,ct", ("OUT029", 3, "mm"), None),
    ("p1,2024-03-01,T9,target,liver,30,,ct", ("OUT042", 3, "lesion"), ["T9 measured"]),
    ("p1,2024-03-01,T9,target,liver,0,,ct", ("OUT012", 3, "lesion"), []),
    ("p1,2024-03-01,N1,target,bone,30,,ct", ("OUT012", 3, "lesion"), []),
]


@pytest.mark.parametrize(("record", "expected", "left"), FAULTS)
def test_a_bad_record_of_a_lesion_has_a_code_and_the_others_stay(
    tmp_path: Path, record: str, expected: tuple[str, int, str], left: list[str] | None
) -> None:
    parsed = lesions.read(written(tmp_path, LESIONS + BASE + record + "\n"))
    assert expected in told(parsed.issues)
    assert parsed.value is not None
    (course,) = parsed.value
    shown = None if len(course.visits) == 1 else [f"{m.lesion} {m.state.value}" for m in course.visits[1].lesions]
    assert shown == left


def test_a_lesion_twice_at_a_visit_and_one_that_is_not_mentioned(tmp_path: Path) -> None:
    text = LESIONS + BASE + "p1,2024-03-01,T1,target,liver,30,,ct\np1,2024-03-01,T1,target,liver,30,,ct\n"
    parsed = lesions.read(written(tmp_path, text))
    assert told(parsed.issues) == [("OUT011", 4, "lesion"), ("OUT016", 3, "lesion"), ("OUT017", None, "")]
    assert parsed.value is not None and [m.mm for m in parsed.value[0].visits[1].lesions] == [30.0]


BASELINES = [
    ("p1,2024-01-01,T1,target,liver,8,,ct\n", ["OUT009", "OUT015"], True),
    ("p1,2024-01-01,T1,target,lymph_node,14,,ct\n", ["OUT009", "OUT015"], True),
    ("p1,2024-01-01,T1,target,liver,,not_evaluated,ct\n", ["OUT013", "OUT023"], False),
    ("p1,2024-01-01,X1,new,liver,20,,ct\n", ["OUT014", "OUT023"], False),
    ("p1,2024-01-01,T1,target,liver,20,,ct\np1,2024-01-01,X1,new,lung,9,,ct\n", ["OUT015", "OUT030"], True),
    ("p1,2024-01-01,T1,target,liver,0,,ct\n", ["OUT013", "OUT023"], False),
    ("".join(f"p1,2024-01-01,T{i},target,liver,20,,ct\n" for i in range(3)), ["OUT010", "OUT015"], True),
    ("".join(f"p1,2024-01-01,T{i},target,site{i},20,,ct\n" for i in range(6)), ["OUT010", "OUT015"], True),
]


@pytest.mark.parametrize(("text", "codes", "judged"), BASELINES)
def test_a_doubtful_baseline_is_told_and_one_that_cannot_be_judged_leaves(
    tmp_path: Path, text: str, codes: list[str], judged: bool
) -> None:
    parsed = lesions.read(written(tmp_path, LESIONS + text))
    assert sorted(c for c, _, _ in told(parsed.issues) if c != "OUT017") == codes
    assert (parsed.value is not None) is judged


def test_a_size_of_0_is_absent_and_a_node_stays_a_node(tmp_path: Path) -> None:
    text = LESIONS + "p1,2024-01-01,T1,target,liver,40,,\np1,2024-01-01,N1,non_target,lymph_node,13,,\n"
    text += "p1,2024-03-01,T1,target,,0,,\np1,2024-03-01,N1,non_target,,8,,\np1,2024-03-01,X1,new,lung,0,,\n"
    parsed = lesions.read(written(tmp_path, text))
    assert parsed.value is not None
    node, target, new = parsed.value[0].visits[1].lesions
    assert (target.state, new.state, node.node, node.site) == (State.ABSENT, State.ABSENT, True, "lymph_node")


def test_a_baseline_after_the_start_is_told(tmp_path: Path) -> None:
    after = "p1,2024-03-01,T1,target,liver,30,,ct\np1,2024-03-01,N1,non_target,bone,,present,ct\n"
    about = written(tmp_path, "patient,start\np1,2023-12-20\n", "patients.csv")
    parsed = lesions.read(written(tmp_path, LESIONS + BASE + after), about)
    assert told(parsed.issues) == [("OUT031", 1, "date")]


def test_a_table_with_decimal_commas_is_one_of_numbers(tmp_path: Path) -> None:
    text = "patient;time;event;score\na;5,5;yes;1,5\nb;6;no;2,5\n"
    parsed = times.survival(written(tmp_path, text), covariates=("score",))
    assert parsed.value is not None
    assert [(p.time, dict(p.covariates)) for p in parsed.value] == [(5.5, {"score": 1.5}), (6.0, {"score": 2.5})]


def test_patients_beside_lesions(tmp_path: Path) -> None:
    after = "p1,2024-03-01,T1,target,liver,30,,ct\np1,2024-03-01,N1,non_target,bone,,present,ct\n"
    table = written(tmp_path, LESIONS + BASE + after)
    about = "patient,start,end,ongoing,death,last_seen,group\np1,2024-01-03,,yes,,,A\np2,2024-01-05,,,,,B\np1,2024-01-05,,,,,B\n"
    parsed = lesions.read(table, written(tmp_path, about, "patients.csv"))
    assert {c for c, _, _ in told(parsed.issues)} == {"OUT024", "OUT005"}
    assert parsed.value is not None
    first, second = parsed.value
    assert (first.start, first.ongoing, first.group) == (date(2024, 1, 3), True, "A")
    assert (second.patient, second.visits, second.group) == ("p2", (), "B")
    nobody = lesions.read(table, written(tmp_path, "patient,start\n", "empty.csv"))
    assert ("OUT017", 1, "") in told(nobody.issues)


DENOMINATOR = [
    # what else is in the lesions, what the table of patients says of p2, the best response of p2, what a person looks at
    ("", "p2,2024-01-05,,,", "missing", ()),
    ("p2,2024-01-01,T1,target,liver,,not_evaluated,ct\n", "p2,2024-01-05,,,", "NE", ("recist.no_baseline_size",)),
    ("p2,2024-01-01,X1,new,liver,20,,ct\n", "p2,2024-01-05,,,", "NE", ("recist.no_disease",)),
    ("p2,01.02.2024,T1,target,liver,20,,ct\n", "p2,2024-01-05,,,", "NE", ("recist.no_record",)),
    ("p2,2024-01-01,T1,target,liver,20,,ct\np2,2024-03-01,T1,target,liver,9,,ct\n", "p2,2024-04-05,,,", "NE", ("recist.start_after_visit",)),
    ("", "p2,5 January,,,", "missing", ()),
]  # fmt: skip


@pytest.mark.parametrize(("more", "about", "best", "review"), DENOMINATOR)
def test_outcomes_3_everybody_of_either_table_is_in_the_denominator(
    tmp_path: Path, more: str, about: str, best: str, review: tuple[str, ...]
) -> None:
    after = "p1,2024-03-01,T1,target,liver,20,,ct\np1,2024-03-01,N1,non_target,bone,,present,ct\n"
    table = written(tmp_path, LESIONS + BASE + after + more)
    beside = written(tmp_path, f"patient,start,end,ongoing,death\np1,2024-01-03,,,\n{about}\n", "patients.csv")
    parsed = lesions.read(table, beside)
    assert parsed.value is not None
    using = ResponseRules(42, None, 0, False, False, None)
    judged = [judge(c, using) for c in parsed.value]
    assert [p.patient for p in judged] == ["p1", "p2"]
    assert (judged[1].best.response.value, judged[1].best.review) == (best, review)
    everybody, evaluable = (rates(judged, using, denominator=d) for d in ("all", "evaluable"))
    assert (everybody.objective.x, everybody.objective.n, evaluable.objective.n) == (1, 2, 1)
    assert (everybody.unseen, everybody.not_evaluable) == ((1, 0) if best == "missing" else (0, 1))
    assert parsed.issues and all(i.severity is not Severity.ERROR for i in parsed.issues)


REVERSED = [
    ("p1,2024-01-03,2024-01-01,,,", "end"),
    ("p1,2024-01-03,,,2024-01-01,", "death"),
    ("p1,2024-01-03,,,2024-02-01,", "death"),  # and assessed a month later
    ("p1,2024-01-03,,,,2024-01-01", "last_seen"),
]


@pytest.mark.parametrize(("about", "field"), REVERSED)
def test_days_in_the_wrong_order_are_told_and_not_used(tmp_path: Path, about: str, field: str) -> None:
    after = "p1,2024-03-01,T1,target,liver,30,,ct\np1,2024-03-01,N1,non_target,bone,,present,ct\n"
    table = written(tmp_path, LESIONS + BASE + after)
    beside = written(tmp_path, f"patient,start,end,ongoing,death,last_seen\n{about}\n", "patients.csv")
    parsed = lesions.read(table, beside)
    assert [c for c, _, _ in told(parsed.issues)] == ["OUT034"]
    assert parsed.value is not None and getattr(parsed.value[0], field) is None


# --- times and events --------------------------------------------------------------------------------------------------
TIMES = [
    ("p2,,yes,B,3", ("OUT003", 2, "time")),
    ("p2,-1,yes,B,3", ("OUT003", 2, "time")),
    ("p2,ten,yes,B,3", ("OUT003", 2, "time")),
    ("p2,10,perhaps,B,3", ("OUT004", 2, "event")),
    ("p2,10,,B,3", ("OUT004", 2, "event")),
    ("p1,10,yes,B,3", ("OUT005", 2, "patient")),
    (",10,yes,B,3", ("OUT006", 2, "patient")),
]


@pytest.mark.parametrize(("record", "expected"), TIMES)
def test_a_bad_record_of_a_time_has_a_code_and_the_others_stay(
    tmp_path: Path, record: str, expected: tuple[str, int, str]
) -> None:
    path = written(tmp_path, f"patient,time,event,arm,age\np1,5,no,A,60\n{record}\np3,7,1,B,61\n")
    parsed = times.survival(path, group="arm", covariates=("age",))
    assert expected in told(parsed.issues)
    assert parsed.value is not None and [p.patient for p in parsed.value] == ["p1", "p3"]


def test_events_coded_as_1_and_2_are_refused_whole(tmp_path: Path) -> None:
    """As in R's table `lung`: 1 is censored there and 2 is dead; a 1 read as *yes* would turn the curves round."""
    path = written(tmp_path, "patient,time,event\np1,306,2\np2,455,2\np3,1010,1\n")
    with pytest.raises(InputError) as refused:
        times.survival(path)
    assert refused.value.code == "OUT032"


def test_words_of_a_covariate_become_groups_and_a_stray_word_leaves_the_model(tmp_path: Path) -> None:
    text = "patient,time,event,cell,age\np1,5,no,small,60\np2,6,yes,large,old\np3,7,yes,adeno,\n"
    parsed = times.survival(written(tmp_path, text), covariates=("cell", "age"))
    assert told(parsed.issues) == [("OUT018", 2, "age")]
    assert parsed.value is not None
    assert [dict(p.covariates) for p in parsed.value] == [
        {"cell: large": 0.0, "cell: small": 1.0, "age": 60.0},
        {"cell: large": 1.0, "cell: small": 0.0},
        {"cell: large": 0.0, "cell: small": 0.0},
    ]


def test_too_many_words_are_no_groups(tmp_path: Path) -> None:
    text = "patient,time,event,name\n" + "".join(f"p{i},5,no,n{i}x\n" for i in range(9))
    parsed = times.survival(written(tmp_path, text), covariates=("name",))
    assert [c for c, _, _ in told(parsed.issues)] == ["OUT026"]
    assert parsed.value is not None and parsed.value[0].covariates == {}


def test_a_column_that_is_not_there_and_a_table_without_records(tmp_path: Path) -> None:
    path = written(tmp_path, "patient,time,event\np1,5,no\n")
    assert [c for c, _, _ in told(times.survival(path, group="arm").issues)] == ["OUT020"]
    empty: Parsed[object] = times.survival(written(tmp_path, "patient,time,event\n"))  # type: ignore[assignment]
    assert empty.value is None
    assert "OUT023" in [i.code for i in empty.issues if i.severity is Severity.ERROR]
    lacking = times.survival(written(tmp_path, "patient,time\np1,5\n"))
    assert [c for c, _, _ in told(lacking.issues)] == ["TBL002"]


def test_columns_may_have_other_names_and_events_the_words_of_cbioportal(tmp_path: Path) -> None:
    path = written(tmp_path, "PATIENT_ID,OS_MONTHS,OS_STATUS\na,5,1:DECEASED\nb,6,LIVING\nc,7,0:LIVING\n")
    parsed = times.survival(path, columns={"patient": "PATIENT_ID", "time": "OS_MONTHS", "event": "OS_STATUS"})
    assert parsed.value is not None and [p.event for p in parsed.value] == [True, False, False]


def test_matched_patients(tmp_path: Path) -> None:
    head = "patient,time,event,matched,started,score,ecog\n"
    text = head + "a,50,yes,yes,10,60,1\nb,50,yes,yes,60,60,1\nc,50,yes,yes,,50,1\nd,50,no,,,,0\ne,50,no,no,5,40,\n"
    path = written(tmp_path, text)
    parsed = times.matched(path, covariates=("ecog",))
    assert told(parsed.issues) == [
        ("OUT019", 2, "started"), ("OUT021", 3, "started"), ("OUT039", 5, "started"),
    ]  # fmt: skip
    assert parsed.value is not None
    assert [(p.patient, p.matched, p.started) for p in parsed.value] == [
        ("a", True, 10.0), ("c", True, None), ("d", None, None), ("e", None, None),
    ]  # fmt: skip
    for strict, cut, expected in ((True, 50, [True, False, None, False]), (False, 50, [True, True, None, False])):
        scored = times.matched(path, score="score", cut_off=Threshold(cut, strict))
        assert scored.value is not None and [p.matched for p in scored.value] == expected


def test_pairs_of_lines(tmp_path: Path) -> None:
    head = "patient,pfs1,pfs1_event,pfs1_how,pfs2,pfs2_event,scans1,scans2\n"
    text = head + "a,100,yes,recist,130,no,50 100,60 120\nb,100,yes,guess,130,no,,\nc,100,yes,,130,no,x,\n"
    parsed = times.lines(written(tmp_path, text))
    assert told(parsed.issues) == [("OUT040", 2, "pfs1_how"), ("OUT022", 3, "scans1")]
    assert parsed.value is not None
    assert [(p.patient, p.how1, p.scans1) for p in parsed.value] == [
        ("a", "recist", (50.0, 100.0)),
        ("b", "unknown", ()),
        ("c", "unknown", ()),
    ]


def test_win_5_a_line_that_is_not_recorded_leaves_the_patient_without_a_ratio(tmp_path: Path) -> None:
    head = "patient,pfs1,pfs1_event,pfs1_how,pfs2,pfs2_event,scans1,scans2\n"
    text = (
        head
        + "a,,yes,recist,130,no,,\nb,100,,recist,130,no,,\nc,100,yes,recist,,yes,,\nd,100,yes,recist,90,perhaps,,\ne,-5,yes,recist,90,yes,,\n"
    )
    parsed = times.lines(written(tmp_path, text))
    assert told(parsed.issues) == [
        ("OUT038", 1, "pfs1"), ("OUT038", 2, "pfs1_event"), ("OUT038", 3, "pfs2"), ("OUT038", 4, "pfs2_event"),
        ("OUT038", 5, "pfs1"),
    ]  # fmt: skip
    assert parsed.value is not None
    assert [not_estimable(p) for p in parsed.value] == [
        Reached.NO_FIRST, Reached.NO_FIRST, Reached.NO_SECOND, Reached.NO_SECOND, Reached.NO_FIRST,
    ]  # fmt: skip


def test_no_issue_holds_a_value_of_a_patient(tmp_path: Path) -> None:
    """Canaries in every kind of cell of a bad record: none of them is in an issue."""
    text = LESIONS + BASE + "CANARY1,CANARY2,CANARY3,CANARY4,CANARY5,CANARY6,CANARY7,CANARY8\n"
    text += "p1,2024-03-01,CANARY3,target,CANARY5,777777,CANARY7,CANARY8\n"
    issues = list(lesions.read(written(tmp_path, text)).issues)
    table = "patient,time,event,arm\nCANARY1,CANARY2,CANARY3,CANARY4\np,1,CANARY3,CANARY4\n"
    issues += times.survival(written(tmp_path, table), group="arm").issues
    assert len(issues) > 3
    assert "CANARY" not in repr(issues)
    assert "777777" not in repr(issues)


def test_every_column_that_is_declared_is_documented() -> None:
    page = (DOCS / "formats" / "outcomes.md").read_text("utf-8")
    for table in OUTCOME_TABLES:
        assert f"## {table.name}" in page
        for column in table.columns:
            assert f"| `{column.name}` | {column.meaning} |" in page, (table.name, column.name)
