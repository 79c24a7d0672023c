"""The trials that a server works with, read once for as long as their files stay the same."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from tumorboard.app import settings, trial_sets
from tumorboard.app.trial_files import files_at
from tumorboard.app.trial_sets import TrialSet
from tumorboard.issues import Parsed
from tumorboard.model.policy import Policy
from tumorboard.model.trial import Trial

SETS = ("site", "shipped", "none")


def site_policy(asked: tuple[str, ...] = ()) -> tuple[Policy, Path | None]:
    """The site's policy: of the file that TUMORBOARD_POLICY names, else the usual one."""
    named = os.environ.get("TUMORBOARD_POLICY", "")
    path = Path(named) if named else None
    return settings.policy(path, asked=asked), path


def there() -> tuple[str, ...]:
    """The sets that can be chosen: the site's where its policy names trials, the examples of this package, none."""
    return SETS if site_policy()[0].trials else SETS[1:]


def of(which: str) -> TrialSet | None:
    """The trials of a set; None for none.

    Raises
    ------
    NotFound
        If the policy names files that are not there.
    """
    paths = _paths(which)
    return _opened(paths, _stamp(paths)) if paths else None


def trials(which: str) -> tuple[Trial, ...]:
    """The trials of a set, by their first id."""
    paths = _paths(which)
    return _read(paths, _stamp(paths)) if paths else ()


def _paths(which: str) -> tuple[Path, ...]:
    policy, path = site_policy()
    if which == "none":
        return ()
    asked = (Path(trial_sets.SHIPPED),) if which == "shipped" else ()
    return trial_sets.named(asked, policy, path, None).value or ()


def _stamp(paths: tuple[Path, ...]) -> tuple[tuple[str, int, int], ...]:
    found = [(f, f.stat()) for p in paths if p.exists() for f in files_at(p)]
    return tuple((str(f), s.st_mtime_ns, s.st_size) for f, s in found)


@lru_cache(maxsize=4)
def _opened(paths: tuple[Path, ...], stamp: object) -> TrialSet | None:
    return trial_sets.opened(Parsed(paths))


@lru_cache(maxsize=4)
def _read(paths: tuple[Path, ...], stamp: object) -> tuple[Trial, ...]:
    found = trial_sets.trials_at(paths).value or ()
    return tuple(sorted(found, key=lambda t: t.ids[0].value))
