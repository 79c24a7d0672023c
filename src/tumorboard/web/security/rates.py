"""How often somebody may: a bucket for each, filled again as time goes by.  Kept in memory, one set a process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

MOST_KEYS = 100_000


@dataclass(slots=True)
class Rate:
    """`burst` at once, then `a_second`."""

    burst: float
    a_second: float
    clock: Callable[[], float]
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, *keys: str) -> float:
        """Zero, and one is taken of each; or how many seconds until each has one again, and none is taken."""
        now = self.clock()
        with self._lock:
            left = {key: self._now(key, now) for key in keys}
            least = min(left.values())
            if least < 1:
                return (1 - least) / self.a_second
            if len(self._left) >= MOST_KEYS:
                self._forget(now)
            self._left |= {key: (n - 1, now) for key, n in left.items()}
            return 0.0

    def give_back(self, *keys: str) -> None:
        """The one that was taken of each is there again; never more than `burst`."""
        now = self.clock()
        with self._lock:
            for key in keys:
                self._left[key] = (min(self.burst, self._now(key, now) + 1), now)

    def _now(self, key: str, now: float) -> float:
        left, at = self._left.get(key, (self.burst, now))
        return min(self.burst, left + max(0.0, now - at) * self.a_second)

    def _forget(self, now: float) -> None:
        """Those whose bucket is full again; all of them when none is, which lets through rather than fill the memory."""
        full = [k for k, (left, at) in self._left.items() if left + (now - at) * self.a_second >= self.burst]
        for key in full or list(self._left):
            del self._left[key]
