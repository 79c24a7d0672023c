"""Where a registry of a test lies: a file of SQLite, and a new database of a real PostgreSQL server where one is installed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from tests.registry_support import KINDS, Server, server

_NAMES = count(1)


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Server]:
    with server() as running:
        yield running


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'registry.sqlite'}"
    made: str = request.getfixturevalue("postgresql").database(f"registry{next(_NAMES)}")
    return made
