"""Laboratory values and other measured numbers: names, the unit in which limits are compared, and conversions into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from tumorboard.vocab import table

_SIGNS = str.maketrans({"µ": "u", "μ": "u", "×": "x", "⁹": "9", "⁶": "6", "³": "3", "^": "*", " ": "", "·": "*"})

ULN, LLN = "xULN", "xLLN"
_RELATIVE = {
    "uln": ULN, "upperlimitofnormal": ULN, "theupperlimitofnormal": ULN, "正常上限": ULN, "正常值上限": ULN, "参考上限": ULN,
    "lln": LLN, "lowerlimitofnormal": LLN, "thelowerlimitofnormal": LLN, "正常下限": LLN, "正常值下限": LLN, "参考下限": LLN,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnalyteEntry:
    """One measured number; `unit` is the unit of comparison, `kind` lab, vital or heart.

    No value of a living person lies below `least` or above `most`, both in the unit of comparison; None where no bound is known.
    """

    code: str
    name: str
    unit: str
    kind: str = "lab"
    loinc: str = ""
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Units:
    """`factors` maps (analyte or empty, unit, unit of comparison), the units in plain form, to a factor; `written` a plain form to a
    usual one."""

    release: table.TableRelease = table.TableRelease("units", "", "", "", "")
    factors: Mapping[tuple[str, str, str], float] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Units:
        """The shipped table."""
        release, rows = table.read("units")
        factors = {(a, plain_unit(u), plain_unit(to)): float(f) for a, u, to, f, *_ in rows}
        return cls(release, factors, {plain_unit(u): u for _, unit, to, *_ in rows for u in (unit, to)})


@dataclass(frozen=True, slots=True)
class Analytes:
    """`names` maps a casefolded name or synonym to the code."""

    release: table.TableRelease = table.TableRelease("analytes", "", "", "", "")
    entries: Mapping[str, AnalyteEntry] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def resolve(self, text: str) -> str | None:
        """The code for a code, name or synonym; None when unknown."""
        wanted = text.strip()
        return wanted if wanted in self.entries else self.names.get(wanted.casefold())

    @classmethod
    def load(cls) -> Analytes:
        """The shipped table."""
        release, rows = table.read("analytes")
        entries: dict[str, AnalyteEntry] = {}
        names: dict[str, str] = {}
        for code, name, kind, unit, loinc, synonyms, least, most, _ in rows:
            entries[code] = AnalyteEntry(code, name, unit, kind, loinc, float(least), float(most))
            for text in (code, name, *filter(None, synonyms.split("|"))):
                names[text.casefold()] = code
        return cls(release, entries, names)


@lru_cache(maxsize=1024)
def plain_unit(unit: str) -> str:
    """A unit without what people write in different ways: case, blanks, signs, the x before a power of ten.

    Examples
    --------
    >>> plain_unit("×10⁹/L"), plain_unit("10^9/l"), plain_unit("µmol/L")
    ('10*9/l', '10*9/l', 'umol/l')
    """
    text = unit.strip().translate(_SIGNS).casefold().replace("**", "*").replace("[iu]", "iu").removeprefix("x")
    return (
        text.replace("109/l", "10*9/l").replace("103/ul", "10*3/ul") if text[:2] == "10" and "*" not in text else text
    )


@lru_cache(maxsize=1024)  # asked of every value, and units are few
def relative(unit: str) -> str:
    """``xULN`` or ``xLLN`` for a unit that means multiples of a reference limit; empty for any other.

    Examples
    --------
    >>> relative("× ULN"), relative("倍正常上限"), relative("x LLN"), relative("U/L")
    ('xULN', 'xULN', 'xLLN', '')
    """
    return _RELATIVE.get(plain_unit(unit).lstrip("*").removeprefix("times").removeprefix("fold").removeprefix("倍"), "")


def factor(analytes: Analytes, units: Units, analyte: str, unit: str) -> float | None:
    """What a value of an analyte in a unit is multiplied with to stand in its unit of comparison; None when not known."""
    entry = analytes.entries.get(analyte)
    if entry is None:
        return None
    given, to = plain_unit(unit), plain_unit(entry.unit)
    if given == to or (not given and to == "1"):
        return 1.0
    own = units.factors.get((analyte, given, to))
    return own if own is not None else units.factors.get(("", given, to))


def units_of(analytes: Analytes, units: Units, analyte: str) -> tuple[str, ...]:
    """The units in which a value of an analyte may stand: its unit of comparison, then one for each other factor; empty when not known.

    Examples
    --------
    >>> units_of(Analytes.load(), Units.load(), "creatinine")
    ('mg/dL', 'mg/L', 'mmol/L', 'umol/L')
    """
    entry = analytes.entries.get(analyte)
    if entry is None:
        return ()
    to = plain_unit(entry.unit)
    found: dict[float, str] = {1.0: entry.unit}
    names = sorted((u for a, u, into in units.factors if into == to and a in {analyte, ""}), key=lambda u: (len(u), u))
    for unit in names:
        by = factor(analytes, units, analyte, unit)
        if by is not None:
            found.setdefault(by, units.written.get(unit, unit))
    return tuple(found.values())
