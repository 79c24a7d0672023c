"""The table of a predictor, fault by fault: a guard cannot be led around by giving patients or genes twice, and no line is prolonged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tumorboard.app.predictors import predictor
from tumorboard.errors import InputError
from tumorboard.interpret.expression import ddpp
from tumorboard.model.research_input import Ddpp

GENES = ("MTOR", "AKT1", "TSC1")


def rows(n: int = 12) -> list[list[str]]:
    dice = np.random.default_rng(4)
    changes = dice.lognormal(0, 0.6, (n, 3))
    return [
        [f"P{i}", *(f"{x:.3f}" for x in c), f"{4 + 6 * c[0] + dice.normal(0, 0.3):.2f}"] for i, c in enumerate(changes)
    ]


def fitted(folder: Path, body: list[list[str]], genes: tuple[str, ...] = GENES) -> Ddpp:
    table = folder / "t.tsv"
    table.write_text("\n".join("\t".join(r) for r in [["patient", *genes, "pfs"], *body]) + "\n", "utf-8")
    return predictor(table, "pfs", aggregate="sum", seed=1, permutations=199)


def codes(folder: Path, body: list[list[str]], genes: tuple[str, ...] = GENES) -> list[str]:
    with pytest.raises(InputError) as caught:
        fitted(folder, body, genes)
    return [i.code for i in caught.value.issues]


def test_patients_given_again_are_refused_under_their_own_name_or_another(tmp_path: Path) -> None:
    six = rows(6)
    assert codes(tmp_path, six * 3) == ["RNA034"]
    renamed = [[f"Q{i}", *r[1:]] for i, r in enumerate(six * 2)]
    assert codes(tmp_path, renamed) == ["RNA034"]
    corrected = [*rows(), ["P0", "1.1", "1.2", "1.3", "11"]]  # another row of a patient: which of them is true?
    assert codes(tmp_path, corrected) == ["RNA034"]


def test_a_gene_with_two_columns_is_refused(tmp_path: Path) -> None:
    assert codes(tmp_path, rows(), ("MTOR", "mtor", "TSC1")) == ["RNA035"]


def test_what_is_no_table_of_times_is_refused(tmp_path: Path) -> None:
    assert codes(tmp_path, [[*r[:4], f"-{r[4]}"] for r in rows()]) == ["RNA037"]
    assert codes(tmp_path, [[*r[:4], "5"] for r in rows()]) == ["RNA038"]
    assert codes(tmp_path, [[*r[:4], r[4] + "+"] for r in rows()]) == ["RNA033"]
    assert codes(tmp_path, [[r[0], "-" + r[1], *r[2:]] for r in rows()]) == ["RNA036"]
    assert codes(tmp_path, rows(4)) == ["RNA039"]
    assert codes(tmp_path, []) == ["RNA033"]


def test_a_patient_beyond_the_patients_of_the_fit_gets_no_prediction(tmp_path: Path) -> None:
    model = fitted(tmp_path, rows())
    assert model.genes == ("MTOR",) and not ddpp.withheld(model)
    seen = [float(r[1]) for r in rows()]
    assert (model.lowest, model.highest) == (pytest.approx(min(seen)), pytest.approx(max(seen)))
    for inside in (min(seen), float(np.mean(seen)), max(seen)):
        found = ddpp.predict(model, [inside])
        assert 0 <= found.low < found.value < found.high
    for outside in (0.9 * min(seen), 1.1 * max(seen), 40 * max(seen)):
        assert ddpp.beyond(model, [outside]) == "outside"
        with pytest.raises(ValueError, match="outside the patients"):
            ddpp.predict(model, [outside], exploratory=True)
    assert ddpp.beyond(replace(model, lowest=None), [seen[0]]) == "outside"  # whom it was fitted on is not recorded


def test_no_time_below_zero_is_predicted(tmp_path: Path) -> None:
    model = fitted(tmp_path, rows())
    steep = replace(model, intercept=-model.slope * model.center)  # zero in the middle
    assert model.lowest is not None and ddpp.beyond(steep, [model.lowest]) == "below_zero"
    near = ddpp.predict(steep, [model.center + 0.01])
    assert near.value > 0 and near.low == 0.0
    dice = np.random.default_rng(1)
    with pytest.raises(ValueError, match="below zero"):
        ddpp.fit(dice.lognormal(0, 1, (9, 3)), dice.normal(0, 1, 9), GENES, aggregate="sum", dice=dice)
