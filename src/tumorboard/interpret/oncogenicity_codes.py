"""The codes of the ClinGen/CGC/VICC oncogenicity procedure by meaning, their exclusions, and the classes of two schemes.

Codes are kept by meaning because two label sets are in use: the paper's table has OM3 for a hotspot with fewer than 50
samples and OM4 for a different missense at the residue; PCGR and other programs have them the other way round.

Source: Horak et al. 2022, Genet Med 24:986, doi:10.1016/j.gim.2022.01.001, tables 2 and 3; PCGR documentation
(sigven/pcgr) for the second scheme.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tumorboard.errors import InputError


@dataclass(frozen=True, slots=True)
class Code:
    """One code: `key` by meaning, the label printed by either scheme, its points."""

    key: str
    label: str
    pcgr_label: str
    points: int


CODES: tuple[Code, ...] = (
    Code("NULL_TSG", "OVS1", "OVS1", 8),
    Code("SAME_AA", "OS1", "OS1", 4),
    Code("FUNC_ONCOGENIC", "OS2", "OS2", 4),
    Code("HOTSPOT_GE50", "OS3", "OS3", 4),
    Code("DOMAIN", "OM1", "OM1", 2),
    Code("INFRAME_LENGTH", "OM2", "OM2", 2),
    Code("HOTSPOT_LT50", "OM3", "OM4", 2),
    Code("DIFF_MISSENSE", "OM4", "OM3", 2),
    Code("COMP_ONCOGENIC", "OP1", "OP1", 1),
    Code("SINGLE_ETIOLOGY", "OP2", "OP2", 1),
    Code("HOTSPOT_LT10_SAME", "OP3", "OP3", 1),
    Code("POP_ABSENT", "OP4", "OP4", 1),
    Code("POP_GT5", "SBVS1", "SBVS1", -8),
    Code("POP_GT1", "SBS1", "SBS1", -4),
    Code("FUNC_BENIGN", "SBS2", "SBS2", -4),
    Code("COMP_BENIGN", "SBP1", "SBP1", -1),
    Code("SILENT", "SBP2", "SBP2", -1),
)
BY_KEY: Mapping[str, Code] = {c.key: c for c in CODES}

# In this order; a code that was dropped displaces nothing itself.
# Source: caveats of Horak 2022 table 2, put in order by this project (docs/reference/grading.md).
EXCLUSIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("SAME_AA", ("HOTSPOT_GE50", "DOMAIN", "DIFF_MISSENSE")),
    ("HOTSPOT_GE50", ("DOMAIN", "HOTSPOT_LT50", "DIFF_MISSENSE", "HOTSPOT_LT10_SAME")),
    ("DOMAIN", ("DIFF_MISSENSE", "HOTSPOT_LT50", "HOTSPOT_LT10_SAME")),
    ("DIFF_MISSENSE", ("HOTSPOT_LT50", "HOTSPOT_LT10_SAME")),
    ("NULL_TSG", ("INFRAME_LENGTH",)),
    ("POP_GT5", ("POP_GT1",)),
    ("HOTSPOT_LT50", ("HOTSPOT_LT10_SAME",)),
)
# Both met is a contradiction that the procedure does not resolve: flagged, not dropped.
CONTRADICTIONS = (
    ("FUNC_ONCOGENIC", "FUNC_BENIGN"),
    ("COMP_ONCOGENIC", "COMP_BENIGN"),
    ("POP_ABSENT", "POP_GT5"),
    ("POP_ABSENT", "POP_GT1"),
)


@dataclass(frozen=True, slots=True)
class Scheme:
    """Least points of each class; what lies below `likely_benign` is benign."""

    name: str
    oncogenic: int
    likely_oncogenic: int
    vus: int
    likely_benign: int

    def classify(self, points: int) -> str:
        """The class of a total."""
        steps = (
            (self.oncogenic, "oncogenic"),
            (self.likely_oncogenic, "likely_oncogenic"),
            (self.vus, "vus"),
            (self.likely_benign, "likely_benign"),
        )
        return next((word for least, word in steps if points >= least), "benign")

    def label(self, code: Code) -> str:
        """The label this scheme prints for a code."""
        return code.pcgr_label if self.name == "pcgr" else code.label


SCHEMES: Mapping[str, Scheme] = {
    "horak_2022": Scheme("horak_2022", 10, 6, 0, -6),
    "pcgr": Scheme("pcgr", 9, 5, 0, -6),
}


def scheme(name: str) -> Scheme:
    """The scheme of a name.

    Raises
    ------
    InputError
        If no scheme has this name.
    """
    if name not in SCHEMES:
        raise InputError(f"no oncogenicity scheme is named {name}", remedy=f"choose of {', '.join(sorted(SCHEMES))}")
    return SCHEMES[name]


def key_of(label: str, scheme_name: str) -> str:
    """The meaning of a label as one scheme prints it: an OM3 of PCGR is not an OM3 of the paper.

    Raises
    ------
    InputError
        If the scheme or the label is unknown.

    Examples
    --------
    >>> key_of("OM3", "pcgr"), key_of("OM3", "horak_2022")
    ('DIFF_MISSENSE', 'HOTSPOT_LT50')
    """
    chosen = scheme(scheme_name)
    wanted = label.upper().removeprefix("ONCG_")
    for code in CODES:
        if chosen.label(code) == wanted:
            return code.key
    raise InputError(f"{scheme_name} has no code {label}", remedy="give a code of Horak 2022 such as OS2")


def displaced(met: Collection[str], *, nucleotide_hotspot: bool = False) -> dict[str, str]:
    """Keys that do not count, each with the key that displaced it.

    Parameters
    ----------
    met
        Keys that are met.
    nucleotide_hotspot
        The hotspot was observed for this very nucleotide change, so that OS1 and OS3 may stand together.
    """
    gone: dict[str, str] = {}
    for present, drops in EXCLUSIONS:
        if present not in met or present in gone:
            continue
        for key in drops:
            stays = present == "SAME_AA" and key == "HOTSPOT_GE50" and nucleotide_hotspot
            if key in met and key not in gone and not stays:
                gone[key] = present
    return gone


def points(counting: Collection[str]) -> int:
    """The total of the keys that count."""
    return sum(BY_KEY[key].points for key in counting)


def hotspot_key(same_change: int, at_residue: int, *, least_same: float, least_residue: float) -> str:
    """The one hotspot code that counts of samples give: OS3, OM3 or OP3 by meaning."""
    if same_change < least_same:
        return "HOTSPOT_LT10_SAME"
    return "HOTSPOT_GE50" if at_residue >= least_residue else "HOTSPOT_LT50"
