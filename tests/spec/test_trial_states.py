"""How a part of a trial stands, as a nurse would check it: state, what is missing, what would have to be otherwise, order."""

from __future__ import annotations

from datetime import date

import pytest
from tests.trial_support import only, part, told, trial

from tumorboard.model.trial import TrialSite
from tumorboard.model.trial_match import PartMatch
from tumorboard.trials.matching import Wanted
from tumorboard.trials.places import Whereabouts


@pytest.mark.parametrize(
    ("line", "criteria", "state", "missing"),
    [
        ("LUAD; age 60; ecog 1", ["AgeBetween(18)", "EcogAtMost(1)"], "potentially_eligible", ()),
        ("LUAD; age 60", ["AgeBetween(18)", "EcogAtMost(1)"], "undecided", ("performance.ecog",)),
        ("LUAD; age 60; ecog 3", ["AgeBetween(18)", "EcogAtMost(1)"], "not_now", ()),
        ("LUAD; age 80; ecog 3", ["AgeBetween(18, 75)", "EcogAtMost(1)"], "not_eligible", ()),
        ("LUAD; age 80", ["AgeBetween(18, 75)", "EcogAtMost(1)"], "not_eligible", ()),
        ("LUAD; tested", ['GeneActivated("EGFR")'], "not_eligible", ()),
        ("LUAD; tested; EGFR L858R", ['GeneActivated("EGFR")', 'not GeneActivated("ALK")'], "potentially_eligible", ()),
        ("LUAD", ["Manual(\"able to swallow\")"], "undecided", ("manual:able to swallow",)),
    ],
)  # fmt: skip
def test_the_state_of_a_part(line: str, criteria: list[str], state: str, missing: tuple[str, ...]) -> None:
    found = only(line, *criteria)
    assert (found.state, found.missing) == (state, missing)


def test_missing_facts_come_cheapest_first() -> None:
    found = only("LUAD", 'Manual("reads German")', 'FusionIn(["ALK"])', "EcogAtMost(1)")
    kinds = [fact.partition(":")[0] for fact in found.missing]
    assert kinds == ["performance.ecog", "assay.fusion", "manual"]
    assert (found.unknown, found.manual) == (3, 1)


def sets(found: PartMatch) -> list[list[list[tuple[str, str, str]]]]:
    """Each gap with its alternatives: (leaf, wanted, kind)."""
    return [[[(c.text, c.wanted, c.kind) for c in one] for one in gap.alternatives] for gap in found.gaps]


@pytest.mark.parametrize(
    ("line", "criteria", "expected"),
    [
        pytest.param("LUAD; age 60; ecog 1", ["AgeBetween(18)", "EcogAtMost(1)"], [], id="nothing where all is met"),
        pytest.param(
            "LUAD; age 60; ecog 3",
            ["AgeBetween(18)", "EcogAtMost(1)"],
            [[[("EcogAtMost(1)", "met", "may_change")]]],
            id="one fact that time may bring",
        ),
        pytest.param(
            "LUAD; age 60; tested",
            ['GeneActivated("EGFR") or GeneActivated("ALK")', 'EcogAtMost(1) or AgeBetween(None, 50)'],
            [[[('GeneActivated(["EGFR"])', "met", "firm")], [('GeneActivated(["ALK"])', "met", "firm")]],
             [[("EcogAtMost(1)", "met", "to_learn")], [("AgeBetween(max=50)", "met", "firm")]]],
            id="alternatives of one size; what only has to be learned before what is settled",
        ),
        pytest.param(
            "LUAD; age 60; female",
            ["not SexIs(\"female\") or EcogAtMost(1)", "SexIs(\"female\")"],
            [[[("EcogAtMost(1)", "met", "to_learn")]]],
            id="a criterion that is met is not lost for another one",
        ),
    ],
)  # fmt: skip
def test_the_nearest_miss(line: str, criteria: list[str], expected: list[list[list[tuple[str, str, str]]]]) -> None:
    found = only(line, *criteria)
    assert sets(found) == expected
    assert all(gap.exact for gap in found.gaps)


def test_criteria_that_contradict_each_other_say_so() -> None:
    found = only("LUAD; female", 'SexIs("female")', 'not SexIs("female")')
    assert [(g.references, g.alternatives, g.exact) for g in found.gaps] == [(("I-01", "I-02"), (), True)]


def test_what_may_change_says_when_and_what_is_assumed_is_marked() -> None:
    found = only("LUAD; had osimertinib ended 10; history complete", 'WashoutComplete(agents=["osimertinib"], days=28)')
    assert (found.state, found.may_change, found.changes_on) == ("not_now", True, date(2026, 12, 12))
    assert found.gaps[0].alternatives[0][0].changes_on == date(2026, 12, 12)


def test_recruitment_stands_beside_the_verdict_and_never_changes_it() -> None:
    open_, shut = trial("1", "AgeBetween(18)"), trial("2", "AgeBetween(18)", status="closed")
    found = told("LUAD; age 60", open_, shut)
    assert [(t.ids[0].value, t.state, t.recruitment) for t in found.trials] == [
        ("NCT00000001", "potentially_eligible", "open"),
        ("NCT00000002", "potentially_eligible", "closed"),
    ]


def test_a_trial_is_as_its_best_part_that_is_not_closed() -> None:
    parts = [part("A", "EcogAtMost(0)"), part("B", "EcogAtMost(2)", status="closed"), part("C", "AgeBetween(70)")]
    (found,) = told("LUAD; age 60; ecog 1", trial("1", "AgeBetween(18)", parts=parts)).trials
    # C: too young, which changes on a birthday, as A may with the performance status; both are not now
    assert [(p.id, p.state, p.recruitment) for p in found.parts] == [
        ("A", "not_now", "open"), ("C", "not_now", "open"), ("B", "potentially_eligible", "closed"),
    ]  # fmt: skip
    assert (found.state, found.recruitment) == ("not_now", "open")


def test_only_the_innermost_parts_are_places_to_enter_and_hold_all_criteria_above() -> None:
    arm = part("arm", "EcogAtMost(1)", parts=[part("low", "AgeBetween(18)"), part("high", "AgeBetween(65)")])
    (found,) = told("LUAD; age 60; ecog 1", trial("1", "SolidTumor()", parts=[arm])).trials
    assert [(p.id, p.path, len(p.criteria), p.state) for p in found.parts] == [
        ("low", ("arm",), 3, "potentially_eligible"),
        ("high", ("arm",), 3, "not_now"),
    ]


def test_the_order_follows_the_published_keys() -> None:
    trials = [
        trial("1", "AgeBetween(70, 80)", 'SexIs("male")'),
        trial("2", 'GeneActivated("EGFR")', 'Manual("a")', 'Manual("b")'),
        trial("3", 'Manual("a")'),
        trial("4", 'GeneActivated("EGFR")', status="paused"),
        trial("5", 'GeneActivated("EGFR")'),
        trial("6", 'AgeBetween(18)'),
        trial("7", "EcogAtMost(0)"),
        trial("8", 'GeneActivated("EGFR")', status="closed"),
    ]  # fmt: skip
    found = told("LUAD; tested; EGFR L858R; age 60; female; ecog 2", *trials)
    assert [int(t.ids[0].value[3:]) for t in found.trials] == [5, 4, 6, 2, 3, 7, 1, 8]
    assert [t.rank for t in found.trials] == list(range(1, 9))


def test_the_next_fact_is_the_one_on_which_most_open_parts_hang() -> None:
    found = told(
        "LUAD; age 60",
        trial("1", "EcogAtMost(1)", 'FusionIn(["ALK"])'),
        trial("2", "EcogAtMost(2)"),
        trial("3", "EcogAtMost(2)", status="closed"),
        trial("4", "EcogAtMost(2)", "AgeBetween(70, 80)"),
        trial("5", 'Manual("a question of one protocol")'),
    )
    told_ = [(f.missing, f.parts, f.alone, f.trials) for f in found.next_facts]
    assert told_ == [
        ("performance.ecog", 2, 1, ("NCT00000002", "NCT00000001")),
        ("assay.fusion:ALK", 1, 0, ("NCT00000001",)),
    ]


SITES = (
    TrialSite(name="Charité", country="DE", city="Berlin", status="open", latitude=52.525, longitude=13.377),
    TrialSite(name="Gustave Roussy", country="FR", city="Villejuif", status="open", latitude=48.795, longitude=2.350),
    TrialSite(name="Essen", country="DE", city="Essen", status="paused"),
)


def test_sites_by_country_and_distance() -> None:
    # km by the spherical law of cosines: 6371.0088 * acos(sin a sin x + cos a cos x cos(b - y))
    where = Whereabouts(countries=("DE",), near=(50.0, 8.0), places={"essen, de": (51.45, 7.01)})
    found = told("LUAD", trial("1", "EcogAtMost(1)", sites=SITES), wanted=Wanted(where=where)).trials[0].parts[0]
    assert [(s.name, s.status, s.asked, s.distance_km) for s in found.sites] == [
        ("Charité", "open", True, 467.6),
        ("Essen", "paused", True, 175.6),
        ("Gustave Roussy", "open", False, 430.1),
    ]
    assert found.reach == "asked"


@pytest.mark.parametrize(
    ("countries", "sites", "reach"),
    [((), SITES, "asked"), (("FR",), SITES, "asked"), (("CN",), SITES, "elsewhere"), (("CN",), (), "unknown"),
     (("CN",), (TrialSite(name="a"),), "unknown")],
)  # fmt: skip
def test_a_trial_without_a_site_in_the_country_is_ranked_lower_and_never_left_out(
    countries: tuple[str, ...], sites: tuple[TrialSite, ...], reach: str
) -> None:
    wanted = Wanted(where=Whereabouts(countries=countries))
    found = told("LUAD", trial("1", "EcogAtMost(1)", sites=sites), trial("2", "EcogAtMost(1)"), wanted=wanted)
    assert {t.ids[0].value: t.parts[0].reach for t in found.trials}["NCT00000001"] == reach
    assert len(found.trials) == 2


def test_a_part_that_does_not_recruit_closes_its_sites() -> None:
    found = told("LUAD", trial("1", "EcogAtMost(1)", sites=SITES, status="closed"))
    assert {s.status for s in found.trials[0].parts[0].sites} == {"closed"}


@pytest.mark.parametrize(
    "criteria",
    [
        ["AgeBetween(18, 40)", "AgeBetween(65)"],
        ['SexIs("male")', 'SexIs("female")'],
        ['DiagnosisIn(["LUAD"])', 'DiagnosisIn(["BREAST"])'],
    ],
)
def test_ages_sexes_and_tumor_types_that_exclude_one_another_contradict_each_other(criteria: list[str]) -> None:
    found = only("LUAD; age 50; female", *criteria)
    assert (("I-01", "I-02"), (), True) in [(g.references, g.alternatives, g.exact) for g in found.gaps]
