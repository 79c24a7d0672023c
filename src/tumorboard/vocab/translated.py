"""Names of agents and tumor types in languages other than English.

An agent or a tumor type without a name in the language keeps its international name: nothing is transliterated here.
These tables decide nothing and so are no part of an assessment's provenance: codes, not names, are compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from tumorboard.vocab import table

DRUGS = {"zh": "therapy_names_zh"}
DISEASES = {"zh": "disease_names_zh"}


def drug(code: str, language: str, otherwise: str = "") -> str:
    """The generic name of an agent in a language; `otherwise` (its international name) where there is none.

    Parameters
    ----------
    code
        The agent as in ``therapies`` (``osimertinib``).
    language
        A tag such as ``zh-Hans``; a language without a table has no names.

    Examples
    --------
    >>> drug("osimertinib", "zh-Hans"), drug("osimertinib", "en", "Osimertinib"), drug("no such", "zh-Hans", "No such")
    ('奥希替尼', 'Osimertinib', 'No such')
    """
    return _named(DRUGS, language).get(code, otherwise)


def disease(code: str, language: str, otherwise: str = "") -> str:
    """The name of a tumor type (OncoTree code) in a language; `otherwise` (its English name) where there is none.

    Examples
    --------
    >>> disease("LUAD", "zh-Hans"), disease("LUAD", "en", "Lung Adenocarcinoma"), disease("NOSUCH", "zh-Hans", "?")
    ('肺腺癌', 'Lung Adenocarcinoma', '?')
    """
    return _named(DISEASES, language).get(code, otherwise)


def drugs(codes: tuple[str, ...], language: str, international: Mapping[str, str]) -> str:
    """A combination: its parts in the order given, joined by a plus.

    `international` maps codes to international names; a code without one stands for itself.

    Examples
    --------
    >>> drugs(("trametinib", "no such"), "zh-Hans", {})
    '曲美替尼 + no such'
    """
    return " + ".join(drug(code, language, international.get(code, code)) for code in codes)


def _named(tables: Mapping[str, str], language: str) -> Mapping[str, str]:
    name = tables.get(language.partition("-")[0])
    return _read(name) if name else {}


@lru_cache(maxsize=4)
def _read(name: str) -> Mapping[str, str]:
    _, rows = table.read(name)
    return {row[0]: row[1] for row in rows}
