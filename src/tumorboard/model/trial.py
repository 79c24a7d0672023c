"""A trial: its registry ids, its parts, and the criteria and status that a part has with those of its parents.

What is offered to a patient is a part (an arm, a cohort, a dose level).  A part is held to its own criteria and to those of
every parent up to the trial.  Recruitment is a separate answer and never changes a verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from tumorboard.model.verdict import Criterion

# From firmly shut to open: the first that a part or one of its parents has is the part's.
STATUSES = ("closed", "paused", "not_yet", "unknown", "open")
KINDS = ("step", "arm", "cohort", "dose_level", "other")
# Of a fact: sourced, recomputed, from memory with high, medium or low confidence, our own design.
TAGS = ("S", "R", "M-H", "M-M", "M-L", "D")

REGISTRIES = {
    "nct": re.compile(r"NCT\d{8}"),
    "euct": re.compile(r"20\d{2}-5\d{5}-\d{2}-\d{2}"),
    "eudract": re.compile(r"20\d{2}-0\d{5}-\d{2}"),
    "chictr": re.compile(r"ChiCTR(?:\d{10}|-[A-Z]+-\d{8})"),
    "isrctn": re.compile(r"ISRCTN\d{8}"),
    "jrct": re.compile(r"jRCTs?\d{9,10}"),
    "actrn": re.compile(r"ACTRN\d{14}p?"),
}


@dataclass(frozen=True, slots=True, order=True)
class TrialId:
    """One name of a trial: `system` is nct, euct, eudract, chictr, isrctn, jrct, actrn, or protocol for a site's own."""

    system: str
    value: str

    @classmethod
    def of(cls, text: str) -> TrialId:
        """The id with the registry that its form shows; a form of no registry is a protocol number.

        Examples
        --------
        >>> TrialId.of("NCT02693535").system, TrialId.of("ChiCTR1900028632").system, TrialId.of("10-001").system
        ('nct', 'chictr', 'protocol')
        """
        plain = text.strip()
        for system, form in REGISTRIES.items():
            if form.fullmatch(plain):
                return cls(system, plain)
        return cls("protocol", plain)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a fact was taken from: `sources` are keys of the trial's sources; empty is as the trial's own."""

    tag: str = ""
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.tag and self.tag not in TAGS:
            raise ValueError(f"tag is one of {', '.join(TAGS)}")

    def __bool__(self) -> bool:
        return bool(self.tag or self.sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialCriterion:
    """One criterion as the protocol numbers and words it, and what must be MET for it.

    Parameters
    ----------
    asks
        What must be MET to be potentially eligible: of an exclusion, the negation of what the protocol words.
    use
        inclusion or exclusion: how the protocol words it.
    reference
        The protocol's own number: I-01, E-07; empty where it gives none.
    texts
        Language -> the protocol's words.
    provenance
        Where it was taken from.
    place
        Where in the document: a dotted path.  Not part of what it says.
    """

    asks: Criterion
    use: str = "inclusion"
    reference: str = ""
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    provenance: Provenance = Provenance()
    place: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if self.use not in {"inclusion", "exclusion"}:
            raise ValueError("use is inclusion or exclusion")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialSite:
    """Where a trial or a part can be entered.

    Parameters
    ----------
    country
        ISO 3166 code of two letters.
    latitude, longitude
        Degrees, north and east positive; None when not told.
    slots
        Free places; None when not told.
    """

    name: str
    country: str = ""
    city: str = ""
    latitude: float | None = None
    longitude: float | None = None
    status: str = "unknown"
    slots: int | None = None

    def __post_init__(self) -> None:
        _check_status(self.status)
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude and longitude are given together")
        if not (-90 <= (self.latitude or 0) <= 90 and -180 <= (self.longitude or 0) <= 180):
            raise ValueError("latitude is -90 to 90, longitude -180 to 180")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPart:
    """An arm, cohort or dose level; `kind` says which.

    Parameters
    ----------
    id
        Unique in the trial.
    ids
        Registry ids of its own, where it is registered as a trial too.
    code
        The protocol's own short name.
    criteria
        Only its own: those of its parents hold beside them.
    status
        Its own; empty where the document says nothing, and the parents' counts.
    slots
        Free places; None when not told.
    texts
        Language -> its name or description.
    therapies
        The agents given, by code of the therapy table where it has one, else as the source names them.
    regimen
        Language -> how they are given, or what is given where no agent is named.
    """

    id: str
    kind: str
    ids: tuple[TrialId, ...] = ()
    code: str = ""
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    therapies: tuple[str, ...] = ()
    regimen: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    criteria: tuple[TrialCriterion, ...] = ()
    parts: tuple[TrialPart, ...] = ()
    sites: tuple[TrialSite, ...] = ()
    status: str = ""
    slots: int | None = None
    provenance: Provenance = Provenance()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind is one of {', '.join(KINDS)}")
        if self.status:
            _check_status(self.status)


@dataclass(frozen=True, slots=True)
class PlacedPart:
    """A part with what it has from its parents.

    Parameters
    ----------
    criteria
        Every criterion that must be MET: the trial's, then each parent's, then its own.
    status
        The most closed on the way from the trial; unknown when nothing on it says anything; closed where every one of its
        sites is.
    sites
        Its own, else those of the nearest parent that has any.
    above
        The parts that hold it, outermost first.
    slots
        Free places: its own, never more than those of a part that holds it; None where none of them tells.
    """

    part: TrialPart
    criteria: tuple[TrialCriterion, ...]
    status: str
    sites: tuple[TrialSite, ...] = ()
    above: tuple[TrialPart, ...] = ()
    slots: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A registered study.

    Parameters
    ----------
    ids
        At least one; the first is how the source calls it.
    titles, texts
        Language -> title; language -> what it is about.
    version, updated
        Of the protocol or record, as the source gives them.
    source
        Where it was read: a file, a registry.
    sources
        Key -> citation or address, for every `Provenance`.
    provenance
        Of everything that names none of its own.
    facts
        Name of a field of the trial (phase, status ...) -> where it was taken from.
    extras
        Fields of the source that this model does not interpret, as they were; written back with it.
    """

    ids: tuple[TrialId, ...]
    acronym: str = ""
    titles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    phase: str = ""
    criteria: tuple[TrialCriterion, ...] = ()
    parts: tuple[TrialPart, ...] = ()
    sites: tuple[TrialSite, ...] = ()
    status: str = "unknown"
    version: str = ""
    updated: date | None = None
    source: str = ""
    sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    provenance: Provenance = Provenance()
    facts: Mapping[str, Provenance] = field(default_factory=lambda: MappingProxyType({}))
    extras: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        if not self.ids:
            raise ValueError("a trial has at least one id")
        _check_status(self.status)
        seen: set[str] = set()
        for part in self.every_part():
            if part.id in seen:
                raise ValueError(f"two parts of the trial are called {part.id}")
            seen.add(part.id)

    def every_part(self) -> Iterator[TrialPart]:
        """Every part at any depth, parents before children, in document order."""
        return (placed.part for placed in self.placed())

    def placed(self) -> Iterator[PlacedPart]:
        """Every part with the criteria, the status, the sites and the slots that it inherits, in document order."""
        whole = PlacedPart(TrialPart(id="", kind="other"), self.criteria, self.status, self.sites)
        todo: list[tuple[TrialPart, PlacedPart, bool, tuple[TrialPart, ...]]] = [
            (p, whole, shut(self.sites), ()) for p in reversed(self.parts)
        ]
        while todo:
            part, held, nowhere, above = todo.pop()
            status = strictest(held.status, part.status or held.status)
            slots = min((n for n in (held.slots, part.slots) if n is not None), default=None)
            placed = PlacedPart(part, (*held.criteria, *part.criteria), status, part.sites or held.sites, above, slots)
            if part.sites:
                nowhere = shut(part.sites)
            # parts below may have sites of their own that are open
            yield replace(placed, status="closed") if nowhere and status != "closed" else placed
            todo.extend((p, placed, nowhere, (*above, part)) for p in reversed(part.parts))

    def entries(self) -> Iterator[PlacedPart]:
        """Where a patient can enter: the innermost parts; the trial itself, as a part without id, where it has none."""
        if not self.parts:
            status = "closed" if shut(self.sites) else self.status
            yield PlacedPart(TrialPart(id="", kind="other"), self.criteria, status, self.sites)
        yield from (placed for placed in self.placed() if not placed.part.parts)


def strictest(*statuses: str) -> str:
    """The most closed of several statuses.

    Examples
    --------
    >>> strictest("open", "paused"), strictest("open", "unknown"), strictest("unknown", "closed")
    ('paused', 'unknown', 'closed')
    """
    return min(statuses, key=STATUSES.index)


def shut(sites: Sequence[TrialSite]) -> bool:
    """Whether nobody can enter anywhere: there are sites, and every one says that it is closed."""
    return bool(sites) and all(site.status == "closed" for site in sites)


def _check_status(status: str) -> None:
    if status not in STATUSES:
        raise ValueError(f"status is one of {', '.join(STATUSES)}")
