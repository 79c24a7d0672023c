"""Names of molecular profiles: variants of genes joined by AND, OR and NOT, with parentheses.

::

    profile := either ; either := both ("OR" both)* ; both := one ("AND" one)* ; one := "NOT" one | "(" either ")" | term
    term    := GENE VARIANT, where a variant may itself hold parentheses: ``VHL L184P (c.551T>C)``

AND binds closer than OR.  CIViC writes parentheses where it mixes them; a name that mixes them without any is refused, for
its meaning would be a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"\(|\)|[^\s()]+")
MOST_NESTED = 50  # parentheses and NOTs; CIViC's names nest once or twice, and the reader calls itself for each


class ProfileError(ValueError):
    """A name that is no profile, or whose meaning is not certain; the argument says which."""


@dataclass(frozen=True, slots=True)
class Term:
    """One variant of one gene, as written."""

    gene: str
    variant: str


@dataclass(frozen=True, slots=True)
class Not:
    """The part is absent."""

    part: Profile


@dataclass(frozen=True, slots=True)
class All:
    """Every part is there."""

    parts: tuple[Profile, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One part is there."""

    parts: tuple[Profile, ...]


Profile = Term | Not | All | Any


def parse(name: str) -> Profile:
    """The profile that a name means.

    Raises
    ------
    ProfileError
        If it is empty, unbalanced, ends in an operator, mixes AND and OR without parentheses, or is nested beyond use.

    Examples
    --------
    >>> parse("EML4::ALK Fusion AND ALK L1196M")
    All(parts=(Term(gene='EML4::ALK', variant='Fusion'), Term(gene='ALK', variant='L1196M')))
    """
    reader = _Reader(_WORD.findall(name))
    if reader.words.count("(") + reader.words.count("NOT") > MOST_NESTED:
        raise ProfileError("nested")
    found = reader.either()
    if reader.at < len(reader.words):
        raise ProfileError("unbalanced")
    return found


@dataclass(slots=True)
class _Reader:
    words: list[str]
    at: int = 0

    def either(self) -> Profile:
        parts = [self.both()]
        while self._take("OR"):
            parts.append(self.both())
        if len(parts) == 1:
            return parts[0]
        if any(isinstance(p, All) and not self._enclosed(p) for p in parts):
            raise ProfileError("mixed")
        return Any(tuple(parts))

    def both(self) -> Profile:
        parts = [self.one()]
        while self._take("AND"):
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def one(self) -> Profile:
        if self._take("NOT"):
            return Not(self.one())
        if self._peek() == "(":
            self.at += 1
            inner = self.either()
            if not self._take(")"):
                raise ProfileError("unbalanced")
            return _Enclosed(inner.parts) if isinstance(inner, All) else inner
        return self._term()

    def _term(self) -> Term:
        words: list[str] = []
        depth = 0
        while (word := self._peek()) is not None:
            if depth == 0 and (word in {"AND", "OR", "NOT"} or (word == ")" and depth == 0)):
                break
            depth += (word == "(") - (word == ")")
            words.append(word)
            self.at += 1
        if len(words) < 2 or depth:
            raise ProfileError("no_variant" if words else "empty")
        variant = " ".join(words[1:]).replace("( ", "(").replace(" )", ")")
        return Term(words[0], variant)

    def _peek(self) -> str | None:
        return self.words[self.at] if self.at < len(self.words) else None

    def _take(self, word: str) -> bool:
        if self._peek() != word:
            return False
        self.at += 1
        return True

    @staticmethod
    def _enclosed(part: All) -> bool:
        return isinstance(part, _Enclosed)


@dataclass(frozen=True, slots=True)
class _Enclosed(All):
    """Parts that stood in parentheses."""
