"""What a monitor may count: requests by route template, method and status, how long they took, and the length of the registry.

Nothing of a person or case is a label.  The counts are of this process.
"""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

# Seconds; the aim of a page is 0.15.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0)
TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Measures:
    """The counts of one application."""

    def __init__(self, version: str) -> None:
        self._registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self._requests = Counter("tumorboard_requests", "Requests that were answered.", labels, registry=self._registry)
        self._seconds = Histogram("tumorboard_request_seconds", "How long an answer took.", ("route",), buckets=BUCKETS, registry=self._registry)  # fmt: skip
        self._entries = Gauge("tumorboard_registry_entries", "Entries of the registry.", registry=self._registry)
        self._up = Gauge("tumorboard_registry_up", "1 if the registry answers.", registry=self._registry)
        about = Gauge("tumorboard_build_info", "The version that answers.", ("version",), registry=self._registry)
        about.labels(version).set(1)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request more."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self, entries: Callable[[], int | None]) -> bytes:
        """All counts in the text format of Prometheus; `entries` gives None where the registry does not answer."""
        found = entries()
        self._up.set(found is not None)
        if found is not None:
            self._entries.set(found)
        return generate_latest(self._registry)
