"""The difference of two releases adds up, tells why a statement came or went, and says nothing of absent tables."""

from __future__ import annotations

from typing import Any

from tumorboard.app.snapshot_diff import Difference, difference, lines, only
from tumorboard.criteria.leaves import LEAVES
from tumorboard.knowledge.library import Compiled
from tumorboard.knowledge.rows import criteria_reader, statement

WHOLE = {"evidence": 9, "assertions": 9}


class Release(Compiled):
    """A compiled release of rows written here."""


def row(item: str, drug: str = "dabrafenib", level: str = "B", letter: str = "", gene: str = "BRAF") -> dict[str, Any]:
    return {
        "id": f"CIVIC.{item}{letter}",
        "kind": "item",
        "predicate": "sensitivity",
        "direction": "supports",
        "therapy": [drug],
        "biomarker": f'ProteinChangeIn("{gene}", ["V600E"])',
        "disease": 'DiagnosisIn(["MEL"])',
        "context": "Always()",
        "strength": ["civic_level", level],
        "genes": [gene],
        "citations": [{"kind": "civic", "ref": item}],
    }


def release(
    rows: list[dict[str, Any]], refused: dict[str, list[str]] | None = None, tables: dict[str, int | None] | None = None
) -> Compiled:
    made = Compiled("civic", "r", [""] * len(rows), {}, {"refused": refused or {}, "tables": tables or WHOLE}, None)  # type: ignore[arg-type]
    read = criteria_reader(LEAVES)
    made._made.update({n: statement(r, "civic", "r", read) for n, r in enumerate(rows)})
    return made


def told(found: Difference) -> dict[str, str]:
    return {c.statement.id: f"{c.what} {','.join(c.fields)}{c.because}".strip() for c in found.changes}


def test_new_withdrawn_now_carried_and_no_longer_carried_are_told_apart() -> None:
    one = release([row("EID1"), row("EID2"), row("EID3", level="C")], {"disease_narrower": ["EID4"]})
    two = release([row("EID3", level="B"), row("EID4"), row("EID5")], {"polymorphism": ["EID2"]})
    found = difference(one, two)
    assert told(found) == {
        "CIVIC.EID1": "withdrawn",
        "CIVIC.EID2": "no_longer_carried polymorphism",
        "CIVIC.EID3": "changed strength",
        "CIVIC.EID4": "now_carried disease_narrower",
        "CIVIC.EID5": "new",
    }
    assert found.items["evidence"] == (4, 4, 1, 1)


def test_the_numbers_add_up() -> None:
    one = release([row("EID1"), row("EID2"), row("EID3"), row("EID6")])
    two = release([row("EID3", level="A"), row("EID5"), row("EID6")], {"x": ["EID2"]})
    found = difference(one, two)
    n = found.counts
    both = n["changed"] + len(found.same)
    assert n["withdrawn"] + n["no_longer_carried"] + both == 4
    assert n["new"] + n["now_carried"] + both == 3
    assert found.compared == (4, 3)
    assert "statements compared: 4 -> 3" in list(lines(found))


def test_a_new_letter_of_a_substitute_is_no_change_and_another_regimen_of_an_item_is_one() -> None:
    one = release([row("EID1", "dabrafenib", letter="a"), row("EID1", "vemurafenib", letter="b"), row("EID2", "x")])
    two = release([row("EID1", "vemurafenib", letter="a"), row("EID1", "dabrafenib", letter="b"), row("EID2", "y")])
    found = difference(one, two)
    assert told(found) == {"CIVIC.EID2": "changed therapy"}
    assert len(found.same) == 2


def test_a_table_that_a_release_lacks_is_not_in_snapshot_and_never_removed() -> None:
    one = release([row("EID1"), row("AID1")], {"level_unknown": ["AID2"]})
    two = release([row("EID1")], tables={"evidence": 1, "assertions": None})
    for found, lacking in ((difference(one, two), "r"), (difference(two, one), "r")):
        assert found.changes == ()
        assert found.absent == (("assertions", lacking),)
        assert "assertions: not in snapshot r; nothing is said of them" in list(lines(found))
        assert [s.id for s in found.aside] == ["CIVIC.AID1"]
        assert "statements set aside, for one release does not hold their table: 1 of assertions" in list(lines(found))
        assert "statements compared: 1 -> 1" in list(lines(found))
    held = difference(one, release([row("EID1")]))
    assert told(held) == {"CIVIC.AID1": "withdrawn"}
    assert held.items["assertions"] == (2, 0, 0, 2)


def test_only_what_speaks_of_a_gene_and_drug_is_listed_or_counted() -> None:
    one = release([row("EID1"), row("EID2", gene="KRAS"), row("EID3", "vemurafenib")])
    two = release([row("EID1", level="A"), row("EID2", gene="KRAS", level="A"), row("EID3", "vemurafenib")])
    found = only(difference(one, two), {"gene": "BRAF", "therapy": "", "disease": "MEL"})
    assert (list(told(found)), len(found.same)) == (["CIVIC.EID1"], 1)
    assert only(difference(one, two), {"therapy": "vemurafenib"}).changes == ()
    assert list(lines(difference(one, two), by="gene"))[-2:] == ["BRAF\t1 changed", "KRAS\t1 changed"]
    assert list(lines(difference(one, two), by="disease"))[-1] == "MEL\t2 changed"


def test_a_change_is_shown_field_by_field() -> None:
    found = difference(release([row("EID1", level="C")]), release([row("EID1", level="A")]))
    assert list(lines(found))[-1] == "~ CIVIC.EID1 [BRAF] strength: civic_level C -> civic_level A"
