"""What the OpenAPI document says is what the API does: Schemathesis asks every operation, with right and wrong values.

In process, through the whole application; bounded examples, the same ones at every run (TUMORBOARD_SCHEMA_EXAMPLES for more).
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from tests.web_support import Served, served

from tumorboard.model.access import SCOPES

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis

EXAMPLES = int(os.environ.get("TUMORBOARD_SCHEMA_EXAMPLES", "8"))
warnings.filterwarnings("ignore", category=DeprecationWarning, module="schemathesis")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = served(tmp_path_factory.mktemp("site"))
    yield made
    made.gate.registry.close()


@pytest.fixture(scope="module")
def token(site: Served) -> str:
    site.gate.accounts.change("li", roles=("clinician", "coordinator", "researcher", "admin"), by="test")
    return site.token("li", *SCOPES)


@pytest.fixture(scope="module")
def api_schema(site: Served) -> Any:
    return schemathesis.openapi.from_asgi(
        "/api/v1/openapi.json", site.app, base_url="http://127.0.0.1:8000/api/v1", headers={"host": "127.0.0.1:8000"}
    )


schema = schemathesis.pytest.from_fixture("api_schema")


@schema.parametrize()
@settings(
    max_examples=EXAMPLES, derandomize=True, deadline=None, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck), database=None,
)  # fmt: skip
def test_the_api_does_what_its_document_says(case: Any, site: Served, token: str) -> None:
    if "public" in (case.path_parameters or {}) and len(str(case.path_parameters["public"])) % 2:
        case.path_parameters["public"] = site.public["C1"]
    response = case.call(headers={"authorization": f"Bearer {token}", "host": "127.0.0.1:8000"})
    case.validate_response(response)
