"""Medicines that a medication list names beside the agents of the therapies table: generic names, Chinese names, brands, and what they are given for.

A name without a row is not known: it may be any drug, and may be a treatment of the cancer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from tumorboard.vocab import table

_DOSE = re.compile(
    r"\d[\d.,]*\s*(?:mg|g|ug|mcg|μg|iu|u|units?|ml|%|毫克|微克|克|单位)?(?:\s*/\s*(?:d|day|kg|m2|日|天))?(?![a-z])"
)
_FORM = re.compile(
    r"\b(?:sodium|potassium|calcium|magnesium|hydrochloride|hcl|besylate|maleate|mesylate|succinate|tartrate|sulfate|phosphate|"
    r"acetate|tablets?|capsules?|injection|oral|daily|once|twice|weekly|po|iv|sc|qd|od|bid|tid|qod|enteric[- ]coated)\b"
)
_FORM_ZH = re.compile(r"(?:钠|钾|钙|镁)?(?:肠溶|缓释|控释|分散)?(?:片|胶囊|注射液|颗粒)?$")
_ACID_ZH = re.compile(r"^(?:盐酸|硫酸|磷酸|酒石酸|琥珀酸|马来酸|苯磺酸|甲磺酸|富马酸|注射用)")


@dataclass(frozen=True, slots=True)
class Medicines:
    """`names` maps a casefolded name, brand or synonym to the generic name, `roles` that to other, supportive, either or cancer."""

    release: table.TableRelease = table.TableRelease("medicines", "", "", "", "")
    names: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Medicines:
        """The shipped table."""
        release, rows = table.read("medicines")
        names: dict[str, str] = {}
        roles: dict[str, str] = {}
        for drug, name_zh, role, synonyms, *_ in rows:
            roles[drug] = role
            for name in (drug, name_zh, *synonyms.split("|")):
                if name:
                    names[name.casefold()] = drug
        return cls(release, names, roles)

    def named(self, text: str) -> str:
        """The generic name that a text means; empty when it has no row."""
        return next((found for form in forms(text) if (found := self.names.get(form))), "")


@lru_cache(maxsize=16384)
def forms(text: str) -> tuple[str, ...]:
    """The name as it is written, without its dose, and without salt and form: what a list says beside the drug."""
    name = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    bare = " ".join(_DOSE.sub(" ", name).split()).strip(" ,;()")
    plain = " ".join(_FORM.sub(" ", bare).split()).strip(" ,;()")
    return name, bare, plain, _ACID_ZH.sub("", _FORM_ZH.sub("", plain))
