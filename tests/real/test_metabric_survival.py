"""METABRIC's triple-negative patients: the example on the public study, its numbers against lifelines and the documentation."""

from __future__ import annotations

import csv
import json
import re
import warnings
from pathlib import Path

import pytest
from tests.metabric_support import NOT_ASSESSABLE, ROOT, functions, run
from tests.real_data import shared

pytestmark = pytest.mark.real


def test_metabric_triple_negative_survival_is_that_of_lifelines_and_of_the_page(tmp_path: Path) -> None:
    pytest.importorskip("lifelines")
    import pandas
    from lifelines import CoxPHFitter, KaplanMeierFitter
    from lifelines.statistics import multivariate_logrank_test

    folder = shared("metabric")
    told = run(folder, tmp_path)
    assert told.startswith("320 triple-negative patients, 168 deaths, 119 of the disease")
    assert NOT_ASSESSABLE in told
    people = pandas.DataFrame(functions()["triple_negative"](folder).to_dict(as_series=False))
    result = json.loads((tmp_path / "by_class_os" / "outcomes.json").read_text("utf-8"))
    for group in result["groups"]:
        mine = people[people["group"] == group["name"]]
        fitted = KaplanMeierFitter().fit(mine["time"], mine["os"])
        for share in group["shares"]:
            assert share["estimate"] == pytest.approx(float(fitted.predict(share["time"])), abs=1e-12)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        test = multivariate_logrank_test(people["time"], people["group"], people["os"])
        assert result["test"]["chi_square"] == pytest.approx(float(test.test_statistic), rel=1e-9)
        found, sequenced = functions()["altered"](folder)
        frame = people[people["sample"].isin(sequenced)].assign(
            altered=lambda d: d["sample"].isin(found["PIK3CA"]) * 1.0
        )
        fit = CoxPHFitter().fit(frame[["time", "os", "altered"]], "time", "os")
    rows = list(csv.DictReader((tmp_path / "by_gene_os.tsv").read_text().splitlines()[1:], delimiter="\t"))
    pik3ca = next(r for r in rows if r["gene"] == "PIK3CA")
    assert float(pik3ca["hazard_ratio"]) == pytest.approx(float(fit.hazard_ratios_["altered"]), rel=1e-4)
    page = (ROOT / "docs" / "methods" / "metabric.md").read_text("utf-8")
    shown = re.search(r"```text\n(.*?)```", page, re.DOTALL)
    assert shown is not None
    for line in filter(str.strip, shown[1].splitlines()):
        assert line.strip() == "..." or line in told.splitlines(), line
