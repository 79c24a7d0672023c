"""Arms and sites of a study."""

from __future__ import annotations

from collections.abc import Iterator

from tumorboard.formats.trials.ctgov.fields import Fields
from tumorboard.formats.trials.ctgov.statuses import status
from tumorboard.issues import Severity
from tumorboard.model.trial import TrialPart, TrialSite
from tumorboard.vocab import Therapies
from tumorboard.vocab.countries import Countries


def arms(module: Fields, therapies: Therapies) -> tuple[TrialPart, ...]:
    """The arms by their labels; what is given by code where the table of therapies has it, else as it is written."""
    made: list[TrialPart] = []
    taken: set[str] = set()
    for arm in module.objects("armGroups"):
        label = arm.text("label") or f"arm {len(made) + 1}"
        ident, number = label, 2
        while ident in taken:
            ident, number = f"{label} #{number}", number + 1
        taken.add(ident)
        names = [name.partition(": ")[2] or name for name in arm.texts("interventionNames")]
        given = tuple(therapies.resolve(name) or name for name in names)
        said = arm.text("description")
        made.append(TrialPart(id=ident, kind="arm", therapies=given, regimen={"en": said} if said else {}))
    return tuple(made)


def sites(module: Fields, countries: Countries) -> Iterator[TrialSite]:
    """The locations; a country that is not known stays in the name of the city."""
    for place in module.objects("locations"):
        country, city = place.text("country"), ", ".join(t for t in (place.text("city"), place.text("state")) if t)
        code = countries.code(country) if country else ""
        if country and not code:
            place.notes.add("CTG006", Severity.WARNING, f"{place.path}.country", name=country)
            city = f"{city}, {country}" if city else country
        point = place.below("geoPoint")
        north, east = point.number("lat"), point.number("lon")
        if north is None or east is None or not (-90 <= north <= 90 and -180 <= east <= 180):
            north = east = None
        yield TrialSite(
            name=place.text("facility"),
            country=code,
            city=city,
            status=status(place, "status"),
            latitude=north,
            longitude=east,
        )
