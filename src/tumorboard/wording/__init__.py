"""Words for codes: message catalogs and the rendering of reasons, issues and terms in a language.

A catalog is a folder of TOML files, ``wording/<language>/*.toml``; every file may hold the tables ``[reason]``,
``[missing]``, ``[term]`` (values), ``[joint]`` (what stands between parts of a text, by what stands there in English) and
``[issue.CODE]`` (``says`` and ``remedy``).  Keys are unique over all files.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any, TypeVar

from tumorboard.errors import InternalError
from tumorboard.issues import Issue
from tumorboard.reasons import Param, Reason
from tumorboard.wording.languages import DAYS, DEFAULT, LANGUAGES, chosen, closed, collated

__all__ = ["DEFAULT", "LANGUAGES", "Words", "chosen", "collated", "words"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Words:
    """A loaded catalog of one language."""

    language: str
    reasons: Mapping[str, str]
    missing: Mapping[str, str]
    terms: Mapping[str, str]
    issues: Mapping[str, tuple[str, str]]
    joints: Mapping[str, str] = field(default_factory=dict)

    def reason(self, reason: Reason) -> str:
        """The reason as words.

        Raises
        ------
        InternalError
            If the catalog has no entry for the code.
        """
        return self._fill(_entry(self.reasons, reason.code, self.language), reason.params)

    def absent(self, fact: str) -> str:
        """A missing fact as words: its full name, else its name before the colon with the rest as ``{detail}``.

        A name ``family.item`` without words of its own is told by its family, with the item as detail.
        """
        name, _, detail = fact.partition(":")
        if name not in self.missing and fact not in self.missing:
            name, _, item = name.partition(".")
            detail = f"{item} {detail}".strip()
        template = self.missing.get(fact) or self.missing.get(name)
        shown = self.term(detail).replace(", ", self.joints.get("list", ", "))
        return self.closed(" ".join(template.replace("{detail}", shown).split())) if template else fact

    def term(self, code: str) -> str:
        """A coded value as words; the code itself when it is a name."""
        return self.terms.get(code, code)

    def joint(self, between: str) -> str:
        """What stands between parts of a text (a comma, a bracket) as this language writes it."""
        return self.joints.get(between, between)

    def closed(self, text: str) -> str:
        """The text without the blanks that this language does not write."""
        return closed(text, self.language)

    def day(self, day: date) -> str:
        """A date as this language writes it in running text; tables keep ISO 8601."""
        return DAYS[self.language].format(day=day)

    def issue(self, issue: Issue) -> tuple[str, str]:
        """What the issue says, and its remedy."""
        says, remedy = _entry(self.issues, issue.code, self.language)
        return self._fill(says, issue.params), self._fill(remedy, issue.params)

    def _fill(self, template: str, params: tuple[tuple[str, Param], ...]) -> str:
        shown = {name: self._show(value) if name != "near" else self._written(value) for name, value in params}
        if shown.get("near") == "":
            shown["near"] = self.term("near.none")  # of a name that is like no other
        try:
            return template.format(**shown)
        except KeyError as error:
            raise InternalError(
                f"catalog {self.language}: {template!r} asks for {error} which was not given"
            ) from error

    def _written(self, value: Param) -> str:
        """What a person is to write: codes as they are, for egfr_tki is not found under its words."""
        return self.joints.get("list", ", ").join(value) if isinstance(value, tuple) else self._show(value)

    def _show(self, value: Param) -> str:
        if isinstance(value, tuple):
            return self.joints.get("list", ", ").join(self.term(v) for v in value)
        if isinstance(value, str):
            return self.term(value)
        if isinstance(value, float):
            return f"{value:g}"
        return "" if value is None else str(value)


def _entry(table: Mapping[str, T], code: str, language: str) -> T:
    if code not in table:
        raise InternalError(f"catalog {language} has no words for {code}")
    return table[code]


@lru_cache(maxsize=4)
def words(language: str = DEFAULT) -> Words:
    """The catalog of a language, by its tag or by another name that `chosen` knows.

    Raises
    ------
    InternalError
        If there is no such catalog, or two files define one key.
    """
    tag = chosen(language)
    if tag is None:
        raise InternalError(f"there is no catalog {language}")
    tables = _read(tag)
    issues = {code: (entry["says"], entry["remedy"]) for code, entry in tables["issue"].items()}
    return Words(tag, tables["reason"], tables["missing"], tables["term"], issues, tables["joint"])


def _read(language: str) -> dict[str, dict[str, Any]]:
    tables: dict[str, dict[str, Any]] = {name: {} for name in ("reason", "missing", "term", "issue", "joint")}
    folder = files("tumorboard.wording").joinpath(language)
    for resource in sorted(folder.iterdir(), key=lambda r: r.name):
        if not resource.name.endswith(".toml"):
            continue
        for name, entries in tomllib.loads(resource.read_text("utf-8")).items():
            repeated = tables[name].keys() & entries.keys()
            if repeated:
                raise InternalError(f"{resource.name} repeats {sorted(repeated)}")
            tables[name].update(entries)
    return tables
