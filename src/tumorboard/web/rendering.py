"""Templates and the words in them: everything that a value brings into a page is escaped, whatever it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from tumorboard import __version__
from tumorboard.app.gate import Gate
from tumorboard.web.menu import MENU
from tumorboard.web.security import forms
from tumorboard.wording import words

Speaker = Callable[..., str]


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The languages that there are catalogs of, English first."""
    there = [f.name for f in files("tumorboard.wording").iterdir() if f.joinpath("access.toml").is_file()]
    return tuple(sorted(there, key=lambda n: (n != "en", n)))


@lru_cache(maxsize=1)
def templates() -> Environment:
    """The templates of this package; a name that a template does not get is a fault, not an empty place."""
    made = Environment(
        loader=PackageLoader("tumorboard.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["version"] = __version__
    made.globals["menu"] = MENU
    return made


def language(request: Request) -> str:
    """The person's language, else the first of those that the browser asks for and that there is, else the site's."""
    person = request.scope.get("state", {}).get("person")
    if person is not None and person.language in languages():
        return str(person.language)
    asked = request.headers.get("accept-language", "")[:200].lower()
    for part in asked.split(","):
        tag = part.split(";")[0].strip()
        for known in languages():
            if tag and tag.split("-")[0] == known.lower().split("-")[0]:
                return known
    return str(request.app.state.settings.language) if "app" in request.scope else "en"


def speaker(request: Request) -> Speaker:
    """Words for codes in the language of the request: ``t("web.sign_in")``, with the values that the words ask for."""
    catalog, english = words(language(request)), words("en")

    def say(code: str, **values: object) -> str:
        template = catalog.terms.get(code) or english.term(code)
        return template.format(**values) if values else template

    return say


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """The page of a template.

    Every template has besides its own values: `t` (words), `person` (None when not signed in), `can(action)`, `csrf` (the
    value of the hidden field ``csrf`` of every form), `lang`, `path`, `version` and `menu`.
    """
    person = request.scope.get("state", {}).get("person")
    gate: Gate | None = request.app.state.gate if "app" in request.scope else None

    def can(action: str) -> bool:
        return person is not None and gate is not None and gate.can(person, action)

    usual = {
        "t": speaker(request), "person": person, "can": can, "lang": language(request),
        "csrf": forms.token(request) if "app" in request.scope else "", "path": request.url.path,
        "provider": request.app.state.settings.provider if "app" in request.scope else None,
    }  # fmt: skip
    return HTMLResponse(templates().get_template(template).render({**usual, **values}), status_code=status)
