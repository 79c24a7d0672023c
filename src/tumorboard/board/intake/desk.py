"""The desk at which a case is put together: vocabularies at hand, issues collected, words looked up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tumorboard.issues import Issue, Place, Severity
from tumorboard.reasons import Param
from tumorboard.vocab import Vocabulary


@dataclass(slots=True)
class Desk:
    """`file` names the case file in the places of issues."""

    file: str
    vocab: Vocabulary
    issues: list[Issue] = field(default_factory=list)

    def error(self, code: str, where: str = "", **params: Param) -> None:
        """What is written cannot be used."""
        self._add(code, Severity.ERROR, where, params)

    def warning(self, code: str, where: str = "", **params: Param) -> None:
        """Something was left out or doubted."""
        self._add(code, Severity.WARNING, where, params)

    def info(self, code: str, where: str = "", **params: Param) -> None:
        """For the record."""
        self._add(code, Severity.INFO, where, params)

    def _add(self, code: str, severity: Severity, where: str, params: Mapping[str, Param]) -> None:
        self.issues.append(Issue.of(code, severity, Place(self.file, field=where), **params))

    def word(self, table: Mapping[str, str], text: str, where: str) -> str:
        """The code of a word; empty for an empty word and, with a warning, for one that is not in `table`."""
        if not text:
            return ""
        found = table.get(plain(text))
        if found is None:
            self.warning("CAS010", where, known=tuple(sorted(set(table.values()))))
            return ""
        return found

    def gene(self, text: str, where: str) -> str:
        """The approved symbol; empty, with a warning, for what is no gene or may be several."""
        found = self.vocab.genes.approved(text)
        if found is None:
            self.warning("CAS011", where)
            return ""
        return found

    def genes(self, words: tuple[str, ...], where: str) -> frozenset[str]:
        """The approved symbols of a list; what is no gene is told one by one."""
        found = self.vocab.genes.listed(tuple(words))
        for at in found.doubtful:
            self.warning("CAS011", f"{where}[{at + 1}]")
        return found.symbols


def plain(text: str) -> str:
    """A word as the tables have it: lower case, runs of blanks, hyphens and slashes as one underscore."""
    return re.sub(r"[\s\-_/]+", "_", text.strip().casefold()).strip("_")
