"""The application: pages, API and what stands before them, put together from settings."""

from __future__ import annotations

import pkgutil
import time
from importlib import import_module
from importlib.resources import files

from anyio import CapacityLimiter
from fastapi import APIRouter, Depends, FastAPI
from starlette.staticfiles import StaticFiles

from tumorboard import __version__
from tumorboard.api.application import create_api
from tumorboard.app.gate import Gate
from tumorboard.store.registry import Registry
from tumorboard.web import faults, pages
from tumorboard.web.measures import Measures
from tumorboard.web.security import forms
from tumorboard.web.security.guard import Guard
from tumorboard.web.security.rates import Rate
from tumorboard.web.security.sign_ins import SignIns
from tumorboard.web.settings import WebSettings

FIVE_MINUTES = 300  # seconds
SIGN_INS_AT_ONCE = 4  # as many hashes as `app.passwords` makes at one time


def create_app(settings: WebSettings) -> FastAPI:
    """The application over the registry of the settings, which must be there.

    Raises
    ------
    StoreError
        If there is no registry, or one of another version.
    """
    gate = Gate(Registry(settings.registry, settings.clock), settings.lifetime)
    measures = Measures(__version__)
    application = FastAPI(title="tumorboard", docs_url=None, redoc_url=None, openapi_url=None)
    application.state.settings = settings
    application.state.gate = gate
    application.state.sign_ins = SignIns(
        failing=Rate(settings.attempts, settings.attempts / FIVE_MINUTES, time.monotonic),
        every=Rate(settings.sign_ins, settings.sign_ins / FIVE_MINUTES, time.monotonic),
    )
    application.state.sign_in_threads = CapacityLimiter(SIGN_INS_AT_ONCE)
    application.state.measures = measures
    application.state.oidc = _oidc(settings)
    faults.install(application)
    for router in routers():
        application.include_router(router, dependencies=[Depends(forms.checked)])
    application.mount("/api/v1", create_api(gate))
    application.mount("/static", StaticFiles(directory=str(files("tumorboard.web") / "static")), name="static")
    application.add_middleware(Guard, settings=settings, gate=gate, measures=measures)
    return application


def _oidc(settings: WebSettings) -> object | None:
    """The sign-on with the site's provider; None where there is none, which then needs none of its packages."""
    if settings.provider is None:
        return None
    from tumorboard.web.security.oidc import Oidc

    return Oidc(settings.provider, f"{settings.url.rstrip('/')}/login/oidc/back", settings.clock)


def routers() -> tuple[APIRouter, ...]:
    """The routers of the modules of `web/pages/`, by name of the module."""
    names = sorted(m.name for m in pkgutil.iter_modules(pages.__path__))
    found = (getattr(import_module(f"tumorboard.web.pages.{name}"), "router", None) for name in names)
    return tuple(r for r in found if r is not None)
