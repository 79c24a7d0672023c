"""Which table of expression is the tumor's and which the normal tissue's; of several no order of file names decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tumorboard.board.intake.desk import Desk
from tumorboard.board.intake.received import Received
from tumorboard.model.dates import PartialDate
from tumorboard.model.specimen import Specimen, SpecimenKind


@dataclass(frozen=True, slots=True)
class Chosen:
    """The values with their unit and specimen; `undecided`: there are several tables, and none is told to be the one."""

    values: dict[str, float] | None = None
    unit: str = ""
    specimen: str = ""
    undecided: bool = False


def chosen(desk: Desk, received: Sequence[Received], specimens: Mapping[str, Specimen], *, normal: bool) -> Chosen:
    """The expression of the tumor, or of the normal tissue.

    Of several tables that of the specimen collected after every other counts, which is told (CAS051); where no day tells that,
    none counts (CAS052): which drugs a tumor speaks for must not hang on the order of files.
    """
    found = []
    for r in received:
        specimen = specimens.get(r.specimen)
        of_normal = specimen is not None and specimen.kind is SpecimenKind.NORMAL
        if r.profile.expression is not None and of_normal is normal:
            found.append(r)
    if not found:
        return Chosen()
    one = found[0]
    if len(found) > 1:
        latest = [r for r in found if all(_later(_day(r, specimens), _day(o, specimens)) for o in found if o is not r)]
        if not latest:
            desk.error("CAS052", found[1].where)
            return Chosen(undecided=True)
        one = latest[0]
        desk.warning("CAS051", one.where)
    values = dict(sorted((one.profile.expression or {}).items()))
    return Chosen(values, one.profile.expression_unit, one.specimen)


def _day(one: Received, specimens: Mapping[str, Specimen]) -> PartialDate | None:
    specimen = specimens.get(one.specimen)
    return specimen.collected if specimen is not None else None


def _later(one: PartialDate | None, other: PartialDate | None) -> bool:
    return one is not None and other is not None and one.earliest > other.latest
