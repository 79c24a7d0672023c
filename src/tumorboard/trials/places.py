"""Sites by country and by distance along the great circle; no map and no network is asked.

Source: Sinnott 1984, Virtues of the haversine, Sky and Telescope 68:159; mean Earth radius R1 of 6371.0088 km: Moritz 2000,
Geodetic Reference System 1980, Journal of Geodesy 74:128.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import asin, cos, inf, radians, sin, sqrt
from types import MappingProxyType

from tumorboard.model.trial import TrialSite, strictest
from tumorboard.model.trial_match import RECRUITMENT, SiteReach

EARTH_KM = 6371.0088
Point = tuple[float, float]  # degrees north, degrees east
REACH = ("asked", "unknown", "elsewhere")


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """From where and in which countries sites are looked for.

    Parameters
    ----------
    countries
        ISO 3166 codes; empty asks for none in particular.
    near
        Where distances are measured from.
    places
        A site's table: name of a facility, or city with country (``essen, DE``), both casefolded -> its point; used for a
        site that brings none.
    """

    countries: tuple[str, ...] = ()
    near: Point | None = None
    places: Mapping[str, Point] = field(default_factory=lambda: MappingProxyType({}))


def great_circle_km(one: Point, other: Point) -> float:
    """The distance between two points of the Earth, in km.

    Examples
    --------
    Paris (48.8566, 2.3522) to London (51.5074, -0.1278):

    >>> round(great_circle_km((48.8566, 2.3522), (51.5074, -0.1278)))
    344
    """
    (a, b), (x, y) = ((radians(p[0]), radians(p[1])) for p in (one, other))
    half = sin((x - a) / 2) ** 2 + cos(a) * cos(x) * sin((y - b) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))


def reached(sites: Sequence[TrialSite], part_status: str, where: Whereabouts) -> tuple[SiteReach, ...]:
    """The sites: closed ones last, those in an asked country first, then the more open, then the nearer, then by name."""
    found = [_reach(s, part_status, where) for s in sites]
    return tuple(sorted(found, key=_order))


def _reach(site: TrialSite, part_status: str, where: Whereabouts) -> SiteReach:
    point = _point(site, where.places)
    return SiteReach(
        name=site.name,
        country=site.country,
        city=site.city,
        # A part that recruits says nothing of a site that is silent; one that does not closes all of them.
        status=site.status if part_status == "unknown" else strictest(site.status, part_status),
        slots=site.slots,
        distance_km=round(great_circle_km(where.near, point), 1) if where.near and point else None,
        asked=not where.countries or site.country in where.countries,
    )


def _point(site: TrialSite, places: Mapping[str, Point]) -> Point | None:
    if site.latitude is not None and site.longitude is not None:
        return site.latitude, site.longitude
    return places.get(site.name.casefold()) or places.get(f"{site.city}, {site.country}".casefold())


def _order(site: SiteReach) -> tuple[object, ...]:
    distance = inf if site.distance_km is None else site.distance_km
    return (
        site.status == "closed",
        not site.asked,
        RECRUITMENT.index(site.status),
        distance,
        site.country,
        site.city,
        site.name,
    )


def reach(sites: Sequence[TrialSite], where: Whereabouts) -> str:
    """asked where a site that is not closed lies in a country that was asked for, unknown where no country of one is told.

    Where every site is closed, the part is, and its sites count as they stand.
    """
    if not where.countries:
        return "asked"
    countries = {s.country for s in sites if s.status != "closed"} or {s.country for s in sites}
    if countries & set(where.countries):
        return "asked"
    return "unknown" if not countries or "" in countries else "elsewhere"
