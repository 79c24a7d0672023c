"""Numbers that say what a criterion is: E-07 under ``include`` turns an exclusion around."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tumorboard.formats.trials.own.entries import Notes
from tumorboard.issues import Severity
from tumorboard.model.trial import Trial, TrialCriterion, TrialPart
from tumorboard.wire.yaml_text import Path

# I-01, E-07, INC3, Excl. 2
_SAYS = re.compile(r"(inclusion|incl|inc|in|ic|i|exclusion|excl|exc|ex|ec|e)[-_. #]{0,2}\d", re.IGNORECASE)


def checked(trial: Trial, notes: Notes) -> None:
    """Adds an issue for every number of an exclusion on what must be, and of an inclusion on what must not be."""
    # arms are called E and I too, and number their criteria after themselves
    names = frozenset(name.casefold() for part in trial.every_part() for name in (part.id, part.code))
    _level(trial.criteria, (), names, notes)
    todo: list[tuple[TrialPart, Path]] = [(part, ("parts", at)) for at, part in enumerate(trial.parts)]
    for part, path in todo:
        _level(part.criteria, path, names, notes)
        todo += [(below, (*path, "parts", at)) for at, below in enumerate(part.parts)]


def _level(criteria: Iterable[TrialCriterion], path: Path, names: frozenset[str], notes: Notes) -> None:
    silent = {issue.place.field for issue in notes.issues if issue.code == "TRL010"}  # it says neither, which is told
    for at, criterion in enumerate(criteria):
        said = _SAYS.match(criterion.reference)
        if said is None or said[1].casefold() in names or criterion.place in silent:
            continue
        of_exclusion = said[1][0] in "eE"
        if of_exclusion is not (criterion.use == "exclusion"):
            code = "TRL037" if of_exclusion else "TRL038"
            notes.add(code, (*path, "criteria", at, "number"), Severity.WARNING, number=criterion.reference)
