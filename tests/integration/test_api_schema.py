"""What the OpenAPI document says is what the API does: Schemathesis asks every operation, with right and wrong values.

In process, through the whole application; bounded examples, the same ones at every run (TUMORBOARD_SCHEMA_EXAMPLES for more).
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests.web_support import KEPT, Served, served

from tumorboard.api.application import create_api, document
from tumorboard.model.access import SCOPES

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis import GenerationMode
    from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

HOST = {"host": "127.0.0.1:8000"}
EXAMPLES = int(os.environ.get("TUMORBOARD_SCHEMA_EXAMPLES", "8"))
OPENAPI = document(create_api(None))  # type: ignore[arg-type]  nothing is asked of the gate for the document
OPERATIONS = [(path, method.upper()) for path, item in OPENAPI["paths"].items() for method in item]
# What these take hangs on two fields together, on the calendar, or on what stands in files, which no JSON schema says.
RULED = ("/follow-up", "/decision", "/versions", "/cases")
BOUNDED = settings(
    max_examples=EXAMPLES, derandomize=True, deadline=None, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck), database=None,
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = served(tmp_path_factory.mktemp("site"))
    yield made
    made.gate.registry.close()


@pytest.fixture(scope="module")
def token(site: Served) -> str:
    site.gate.accounts.change("clinician", roles=("clinician", "coordinator", "researcher", "admin"), by="test")
    return site.token("clinician", *SCOPES)


@cache
def schema(app: Any) -> Any:
    made = schemathesis.openapi.from_dict(OPENAPI)
    made.app = app
    return made


def test_every_operation_is_asked() -> None:
    assert len(OPERATIONS) > 20


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("path, method", OPERATIONS)
def test_the_api_does_what_its_document_says(
    path: str, method: str, mode: GenerationMode, site: Served, token: str
) -> None:
    operation = schema(site.app)[path][method]
    strategy = operation.as_strategy(generation_mode=mode)
    excluded = [ignored_auth, *([positive_data_acceptance] if method == "POST" and path.endswith(RULED) else [])]
    asked = 0

    @BOUNDED
    @given(strategy)
    def ask(case: Any) -> None:
        nonlocal asked
        asked += 1
        if mode is GenerationMode.POSITIVE and "public" in (case.path_parameters or {}) and asked % 2:
            case.path_parameters["public"] = site.public["C1"]
        response = case.call(headers={"authorization": f"Bearer {token}", **HOST})
        # It takes the header that it made for the one that was sent; who has no token is asked below.
        case.validate_response(response, excluded_checks=excluded)
        assert KEPT not in response.text

    ask()


@pytest.mark.parametrize("path, method", OPERATIONS)
def test_no_operation_answers_without_a_token(path: str, method: str, site: Served) -> None:
    where = "/api/v1" + path.replace("{public}", site.public["C1"]).replace("{revision}", "1")
    for headers in ({}, {"authorization": "Bearer tb_" + "a" * 43}):
        answer = site.client().request(method, where, json={}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "HTTP401")
