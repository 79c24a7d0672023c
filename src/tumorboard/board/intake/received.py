"""What was read from one place (a file, or typed words) with what the case says about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tumorboard.model.case import SourceFile
from tumorboard.model.dates import PartialDate
from tumorboard.model.profile import Profile
from tumorboard.model.research_input import Ddpp, Reference
from tumorboard.wire.case_file import CaseFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """`where` is the entry of the case file (``files[2]``); `specimen` and `assay` are as written, possibly empty.

    `source` is None for typed words.  `date` is of the measurement.
    """

    profile: Profile
    where: str = ""
    specimen: str = ""
    assay: str = ""
    date: PartialDate | None = None
    source: SourceFile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Everything a case is made of: the case file, what was read, gene lists of panels by file name, the site's cohort."""

    file: CaseFile
    name: str
    received: tuple[Received, ...] = ()
    gene_lists: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    reference: Reference | None = None
    predictors: Mapping[int, Ddpp] = field(default_factory=lambda: MappingProxyType({}))  # by entry, from 0
