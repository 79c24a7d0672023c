"""The API as an application of its own, to be mounted at ``/api/v1``."""

from __future__ import annotations

from typing import Any

from fastapi import Depends, FastAPI
from fastapi.openapi.utils import get_openapi

from tumorboard import __version__
from tumorboard.api import cases, lists, problems, steps, uploads
from tumorboard.api.asking import noted
from tumorboard.app.gate import Gate

DESCRIPTION = """Research use only. Everything here goes through the same gate as the pages (docs/access.md): the roles of the token's
account, the scopes of the token, patients that are kept to named people, the patient's consents. What one must not know of is 404."""
# Every operation may answer so.
_FAULTS = {
    "400": "The request cannot be read.", "401": "No API token that holds.", "403": "Not allowed, by role, scope, consent or workflow.",
    "404": "Not there, or not to be known of.", "409": "Somebody else wrote meanwhile.", "413": "Larger than allowed.",
    "422": "Fields or files that cannot be used.", "429": "Too many requests.", "503": "The registry cannot be reached.",
}  # fmt: skip


def create_api(gate: Gate) -> FastAPI:
    """The API over a gate."""
    api = FastAPI(
        title="tumorboard", version=__version__, description=DESCRIPTION, docs_url=None, redoc_url=None,
        openapi_url="/openapi.json", dependencies=[Depends(noted)], redirect_slashes=False,
    )  # fmt: skip
    api.state.gate = gate
    problems.install(api)
    for part in (cases, steps, lists, uploads):
        api.include_router(part.router)
    api.openapi = lambda: document(api)  # type: ignore[method-assign]
    return api


def document(api: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, in which every operation has the one shape of errors."""
    if api.openapi_schema:
        return api.openapi_schema
    made = get_openapi(title=api.title, version=api.version, description=api.description, routes=api.routes)
    made["servers"] = [{"url": "/api/v1"}]
    schemas = made["components"]["schemas"]
    schemas["Problem"] = problems.Problem.model_json_schema()
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    content = {problems.MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path in made["paths"].values():
        for operation in path.values():
            for status, words in _FAULTS.items():
                operation["responses"][status] = {"description": words, "content": content}
    api.openapi_schema = made
    return made
