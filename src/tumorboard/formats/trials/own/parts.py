"""The parts and the sites of a trial."""

from __future__ import annotations

from tumorboard.formats.trials.own.criteria import World, criteria
from tumorboard.formats.trials.own.entries import Entry
from tumorboard.formats.trials.own.ids import read_ids
from tumorboard.formats.trials.spelling import nearest
from tumorboard.issues import Severity
from tumorboard.model.trial import KINDS, STATUSES, TrialPart, TrialSite
from tumorboard.vocab.countries import Countries
from tumorboard.wire.yaml_text import Path

KEYS = (
    "id", "ids", "kind", "code", "title", "drugs", "regimen", "status", "slots", "sites", "criteria", "parts", "from",
)  # fmt: skip
SITE_KEYS = ("name", "country", "city", "latitude", "longitude", "status", "slots")


def parts(entry: Entry, world: World, taken: set[str]) -> tuple[TrialPart, ...]:
    """Every part listed under ``parts``, at any depth."""
    return tuple(_part(item, at, world, taken) for at, item in entry.listed("parts"))


def _part(item: object, at: Path, world: World, taken: set[str]) -> TrialPart:
    entry = Entry(item, at, world.notes, KEYS)
    ident = _id(entry, world, taken)
    slots = entry.whole("slots")
    return TrialPart(
        id=ident,
        kind=entry.word("kind", KINDS, "arm"),
        ids=read_ids(entry, world.notes),
        code=entry.text("code"),
        texts=entry.texts("title"),
        therapies=entry.words("drugs"),
        regimen=entry.texts("regimen"),
        criteria=criteria(entry, world),
        parts=parts(entry, world, taken),
        sites=sites(entry, world),
        status=entry.word("status", STATUSES, ""),
        slots=slots,
        provenance=entry.provenance("from", world.sources),
    )


def _id(entry: Entry, world: World, taken: set[str]) -> str:
    """The part's id; where it has none, or one that is taken, a name by its place, so that nothing is lost."""
    ident = entry.text("id") or entry.text("code")
    if not ident:
        world.notes.add("TRL007", entry.path, key="id")
        ident = ".".join(map(str, entry.path))
    if ident in taken:
        world.notes.add("TRL008", entry.at("id"), id=ident)
        number = 2
        while f"{ident}#{number}" in taken:
            number += 1
        ident = f"{ident}#{number}"
    taken.add(ident)
    return ident


def sites(entry: Entry, world: World) -> tuple[TrialSite, ...]:
    """Every site listed under ``sites``."""
    return tuple(_site(Entry(item, at, world.notes, SITE_KEYS), world) for at, item in entry.listed("sites"))


def _site(entry: Entry, world: World) -> TrialSite:
    if "name" not in entry and "country" not in entry:  # of some trials only the countries are public
        world.notes.add("TRL007", entry.path, key="name")
    said = entry.text("country")
    country = Countries.load().code(said) or said  # a name is as good as its code
    if said and not Countries.load().code(said):
        near = nearest(said.casefold(), Countries.load().codes)
        world.notes.add("TRL009", entry.at("country"), Severity.WARNING, name=said, near=near)
    latitude, longitude = entry.number("latitude"), entry.number("longitude")
    here = (latitude, longitude)
    if (latitude is None) != (longitude is None) or not (
        -90 <= (latitude or 0) <= 90 and -180 <= (longitude or 0) <= 180
    ):
        world.notes.add("TRL016", entry.at("latitude" if "latitude" in entry else "longitude"))
        here = (None, None)
    return TrialSite(
        name=entry.text("name"),
        country=country,
        city=entry.text("city"),
        latitude=here[0],
        longitude=here[1],
        status=entry.word("status", STATUSES, "unknown"),
        slots=entry.whole("slots"),
    )
