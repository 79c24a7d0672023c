"""The readable form of criteria: what parses, what it prints, and how an error speaks."""

from __future__ import annotations

import pytest

from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.parameters import CriterionError
from tumorboard.criteria.text import parse, to_text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ('GeneActivated("EGFR")', 'GeneActivated(["EGFR"])'),
        ("EcogAtMost(limit=2, at_least=0)", "EcogAtMost(2)"),
        ("TmbAtLeast(10.0)", "TmbAtLeast(10)"),
        ('FusionIn(["ROS1", "ALK", "ALK"])', 'FusionIn(["ALK", "ROS1"])'),
        ('All(SexIs("male"), TripleNegative())', 'SexIs("male") and TripleNegative()'),
        ("All()", "All()"),
        ("Any(TripleNegative())", "Any(TripleNegative())"),
        ("(SolidTumor() and (TripleNegative() and Always()))", "SolidTumor() and (TripleNegative() and Always())"),
        ("not (SolidTumor() or Never())", "not (SolidTumor() or Never())"),
        ("If(SolidTumor(), Never(), Always())", "If(SolidTumor(), Never())"),
        ("AtLeast(1, SolidTumor(),\n  Never())", "AtLeast(1, SolidTumor(), Never())"),
        ('Manual("no \\"active\\" 感染 # 1\\n")', 'Manual("no \\"active\\" 感染 # 1\\n")'),
    ],
)
def test_text_has_one_canonical_form(text: str, canonical: str) -> None:
    criterion = parse(text, LEAVES)
    assert to_text(criterion) == canonical
    assert parse(canonical, LEAVES) == criterion


@pytest.mark.parametrize(
    ("text", "code", "column", "words"),
    [
        ('SolidTumor() and GeneActive(["EGFR"])', "CRT007", 18, "did you mean GeneActivated"),
        ('FusionIn(["ALK"], partner=["EML4"])', "CRT011", 1, "did you mean partners"),
        ("SolidTumor() and EcogAtMost(7)", "CRT013", 18, "0 to 5"),
        ('StageIn(["4"])', "CRT013", 1, "Roman"),
        ('StageIn(["III or IV"])', "CRT013", 1, "Roman"),
        ('PharmacogenotypeIn("DPYD", ["poor metabolizer"])', "CRT013", 1, "poor_metabolizer"),
        ('PharmacogenotypeIn("UGT1A1", ["poor"])', "CRT013", 1, "poor_metabolizer"),
        ('PharmacogenotypeIn("G6PD", ["poor_metabolizer"])', "CRT013", 1, "deficient"),
        ('TreatmentNaive(setting="metastatc")', "CRT013", 1, "metastatic"),
        ('SystemicLinesBetween(max=1, setting="first")', "CRT013", 1, "metastatic"),
        ('Manual("感染") and EcogAtMost("1")', "CRT014", 18, "a whole number"),
        ("EcogAtMost()", "CRT012", 1, "limit"),
        ("SolidTumor", "CRT004", 1, "parentheses"),
        ("SolidTumor() + SolidTumor()", "CRT005", 1, "expected"),
        ("SolidTumor(", "CRT002", 11, "not a criterion"),
        ("SolidTumor() # and Never()", "CRT002", 14, "comments"),
        ("AtLeast(3, SolidTumor())", "CRT008", 1, "count"),
        ("If(SolidTumor())", "CRT008", 1, "2 or 3"),
        ("EcogAtMost(1, 2, 3, 4)", "CRT008", 1, "at most 3"),
        ("EcogAtMost(1, limit=1)", "CRT009", 1, "twice"),
        ("EcogAtMost(1 + 1)", "CRT010", 12, "a number"),
        ("Any(parts=[SolidTumor()])", "CRT006", 1, "named"),
        ('Manual("\\d")', "CRT002", 9, "escape"),
        ("EcogAtMost(True)", "CRT014", 1, "a whole number"),
        ("(" * 300 + "SolidTumor()" + ")" * 300, "CRT003", None, "nesting"),
        ("not " * 100 + "SolidTumor()", "CRT003", None, "nesting"),
        ("x" * 20_001, "CRT001", 1, "characters"),
        ("__import__('os').system('ls')", "CRT005", None, "expected"),
        ("", "CRT002", None, "not a criterion"),
    ],
)
def test_an_error_says_what_where_and_what_else(text: str, code: str, column: int | None, words: str) -> None:
    with pytest.raises(CriterionError) as caught:
        parse(text, LEAVES)
    assert caught.value.code == code
    assert words in str(caught.value)
    if column is not None:
        assert caught.value.column == column


def test_every_leaf_is_named_as_its_class_and_lives_in_its_own_file() -> None:
    for name, leaf in LEAVES.items():
        assert name == leaf.__name__
        assert leaf.__module__.rsplit(".", 1)[1].replace("_", "") == name.casefold()
