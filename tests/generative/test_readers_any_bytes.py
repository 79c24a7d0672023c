"""Whatever edits a file has gone through, every reader keeps its contract.  `tools/fuzz_readers.py` runs the same for long."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conformance.test_readers import EVERY, IDS, READERS

from tumorboard import vocab
from tumorboard.model.profile import ReadRequest
from tumorboard.testing import reader_conformance as suite
from tumorboard.testing.file_damage import KINDS, NASTY, Edit, Sheet, edited

place = st.floats(0, 1)
edits = st.lists(
    st.builds(Edit, st.integers(0, len(KINDS) - 1), place, place, st.integers(0, len(NASTY) - 1)),
    min_size=1,
    max_size=6,
)


@pytest.mark.parametrize("name, path", EVERY, ids=IDS)
@settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(edits=edits, hidden=st.none() | place, assembly=st.sampled_from(["", "GRCh37", "GRCh38"]))
def test_edited_bytes_never_break_the_contract(
    name: str, path: Path, tmp_path: Path, edits: list[Edit], hidden: float | None, assembly: str
) -> None:
    """`hidden`: the column, as a fraction of all, whose cells hold a word that no issue may tell."""
    request = ReadRequest(vocab=vocab.load(), assembly=assembly)
    data = path.read_bytes()
    sheet = Sheet.of(data) if hidden is not None else None
    if sheet is not None and hidden is not None:
        data = sheet.column(int(hidden * (len(sheet.header) - 1)), suite.CANARIES[0]).data()
    parsed = suite.run(READERS[name], path.name, edited(data, edits), request, tmp_path)
    assert suite.telling(parsed, suite.CANARIES[0]) == []
