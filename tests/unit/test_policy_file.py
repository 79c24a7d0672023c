"""The policy file: further grading schemes by name, refused when there is no such scheme."""

from __future__ import annotations

from pathlib import Path

import pytest

from tumorboard.app.settings import policy
from tumorboard.errors import InputError
from tumorboard.model.policy import Policy


def _file(folder: Path, text: str) -> Path:
    path = folder / "policy.toml"
    path.write_text(text, "utf-8")
    return path


def test_without_a_file_the_three_usual_schemes_are_shown() -> None:
    assert policy().schemes == Policy().schemes == ("amp_2017", "escat_2018", "source")


def test_further_schemes_are_shown_in_a_fixed_order(tmp_path: Path) -> None:
    asked = _file(tmp_path, 'schemes = ["nct", "amp_2017", "oncokb"]')
    assert policy(asked).schemes == ("amp_2017", "oncokb", "nct")


def test_a_scheme_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="schemes are of"):
        policy(_file(tmp_path, 'schemes = ["acmg"]'))
