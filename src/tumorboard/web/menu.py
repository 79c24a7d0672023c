"""The pages that every page leads to, each for who may open it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its address, its word, what one must be allowed to do, and how the addresses of its pages begin."""

    address: str
    word: str
    action: str
    starts: tuple[str, ...]

    def here(self, path: str) -> bool:
        """Whether a page belongs to it."""
        return path == self.address or path.startswith(self.starts)


_ALL = (
    Entry("/", "page.menu.cases", "cases.list", ("/cases/",)),
    Entry("/board", "page.menu.board", "cases.list", ("/board",)),
    Entry("/upload", "page.menu.upload", "case.add", ("/upload", "/jobs")),
    Entry("/dashboard", "page.menu.dashboard", "registry.aggregates", ("/dashboard",)),
    Entry("/knowledge", "page.menu.knowledge", "knowledge.read", ("/knowledge",)),
    Entry("/trials", "page.menu.trials", "knowledge.read", ("/trials",)),
    Entry("/patients", "page.menu.patients", "patients.merge", ("/patients",)),
    Entry("/admin", "page.menu.admin", "users.manage", ("/admin",)),
)
# The dashboard is there when its module is.
MENU = tuple(e for e in _ALL if e.address != "/dashboard" or find_spec("tumorboard.web.pages.dashboard") is not None)
