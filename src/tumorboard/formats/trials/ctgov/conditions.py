"""The conditions of a record as tumor types, never narrower than they were written.

Registries write conditions freely: with a stage in front, inverted as subject headings are, with the organ alone.  What is
no tumor type here stays beside the others as a question for a person, so that a case is never ruled out by a word that was not
understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tumorboard.criteria.combinators import Any
from tumorboard.criteria.leaves.diagnosis_in import DiagnosisIn
from tumorboard.criteria.leaves.manual import Manual
from tumorboard.criteria.leaves.solid_tumor import SolidTumor
from tumorboard.model.verdict import Criterion
from tumorboard.vocab import Diseases

# A cancer of an organ, without a word on its kind, is every tumor of the organ.
ORGANS = {
    "breast": "BREAST", "lung": "LUNG", "prostate": "PROSTATE", "prostatic": "PROSTATE", "pancreatic": "PANCREAS",
    "pancreas": "PANCREAS", "gastric": "STOMACH", "stomach": "STOMACH", "esophageal": "STOMACH",
    "gastroesophageal": "STOMACH", "ovarian": "OVARY", "ovary": "OVARY", "bladder": "BLADDER", "kidney": "KIDNEY",
    "renal": "KIDNEY", "liver": "LIVER", "thyroid": "THYROID", "cervical": "CERVIX", "cervix": "CERVIX", "brain": "BRAIN",
    "skin": "SKIN", "colorectal": "BOWEL", "colon": "BOWEL", "rectal": "BOWEL", "uterine": "UTERUS",
    "endometrial": "UTERUS", "biliary": "BILIARY_TRACT", "biliary tract": "BILIARY_TRACT", "head and neck": "HEAD_NECK",
    "testicular": "TESTIS",
}  # fmt: skip
_TUMOR = r"(?:cancers?|neoplasms?|tumou?rs?|malignan(?:cy|cies)|carcinomas?)"
_ORGAN = re.compile(rf"(.+?)\s+{_TUMOR}")
_OF_ORGAN = re.compile(rf"{_TUMOR} of (?:the )?(.+)")
_SOLID = re.compile(rf"(?:(?:malignant|adult|solid)\s+)*solid\s+{_TUMOR}(?:,? adult)?")
_STATE = re.compile(
    r"(?i)\b(?:advanced|metastatic|recurrent|refractory|relapsed|unresectable|resectable|locally|early|stage|"
    r"[0-4]|i{1,3}|iv|i{1,3}[a-c][0-3]?|iv[a-c]|malignant|adult|ajcc v[0-9]+|untreated|previously|treated|or|and/or)\b[-,/]*"
)


@dataclass(frozen=True, slots=True)
class Mapped:
    """Tumor types by code, whether any solid tumor will do, and the names that are neither."""

    codes: tuple[str, ...]
    solid: bool
    others: tuple[str, ...]

    def criterion(self) -> Criterion | None:
        """One of the conditions; None where the record names none."""
        asked: list[Criterion] = [DiagnosisIn(self.codes)] if self.codes else []
        asked += [SolidTumor()] if self.solid else []
        asked += [Manual(name) for name in self.others]
        return asked[0] if len(asked) == 1 else Any(tuple(asked)) if asked else None


def mapped(conditions: Iterable[str], diseases: Diseases) -> Mapped:
    """Each condition by the first way that leads to a tumor type."""
    codes: dict[str, None] = {}
    others: list[str] = []
    solid = False
    for name in conditions:
        found = _found(name, diseases)
        if found is None:
            others.append(name)
        elif found:
            codes |= dict.fromkeys(found)
        else:
            solid = True
    return Mapped(tuple(sorted(codes)), solid, tuple(others))


def _found(name: str, diseases: Diseases) -> tuple[str, ...] | None:
    """Codes; none of them for any solid tumor; None where the name is no tumor type."""
    for text in dict.fromkeys(_forms(name)):
        plain = text.casefold()
        if _SOLID.fullmatch(plain):
            return ()
        organ = _ORGAN.fullmatch(plain) or _OF_ORGAN.fullmatch(plain)
        if organ and organ[1] in ORGANS:
            return (ORGANS[organ[1]],)
        found = diseases.candidates(text)
        if found:
            return found
    return None


def _forms(name: str) -> Iterator[str]:
    """The name; without stage and state; turned round where it is inverted; with the other word for a cancer."""
    whole = re.sub(r"(?i)\bsmall-cell\b", "small cell", " ".join(name.split()))
    whole = re.sub(r"(?i)\bnon small\b", "non-small", whole)
    for text in (whole, " ".join(_STATE.sub(" ", whole).split()).strip(" ,-")):
        for turned in (text, _turned(text)):
            yield turned
            for one, other in (("carcinoma", "cancer"), ("cancer", "carcinoma"), ("cancers", "cancer")):
                yield re.sub(rf"(?i)\b{one}\b", other, turned)


def _turned(text: str) -> str:
    head, comma, tail = text.partition(", ")
    return f"{tail} {head}" if comma else text
