"""The institution's policy from a TOML file: jurisdictions, language, assumptions, thresholds."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tumorboard.errors import InputError, NotFound
from tumorboard.evidence.grade import CORE, SCHEMES
from tumorboard.model.policy import Policy
from tumorboard.wording import DEFAULT, LANGUAGES, chosen

AGENCIES = ("FDA", "EMA", "NMPA")
_FIELDS = {"jurisdictions", "schemes", "language", "assumptions", "thresholds", "oncogenicity_scheme", "trials"}


def policy(path: Path | None = None, *, asked: Sequence[str] = ()) -> Policy:
    """The policy of a file, or the default one; jurisdictions that are asked for replace those of the file.

    Raises
    ------
    NotFound
        If there is no such file.
    InputError
        If it is no TOML, or a field or value in it is not known.
    """
    given = _read(path) if path is not None else {}
    unknown = sorted(given.keys() - _FIELDS)
    if unknown:
        raise InputError(f"the policy has fields that are not known: {', '.join(unknown)}", remedy=_REMEDY)
    try:
        return Policy(
            jurisdictions=jurisdictions(asked or given.get("jurisdictions", ())),
            schemes=_known(given.get("schemes", CORE), tuple(SCHEMES), "schemes"),
            language=language(str(given.get("language", DEFAULT))),
            assumptions=_table(given.get("assumptions", {}), str),
            thresholds=_table(given.get("thresholds", {}), float),
            oncogenicity_scheme=str(given.get("oncogenicity_scheme", "horak_2022")),
            trials=_paths(given.get("trials", ())),
        )
    except (TypeError, ValueError) as error:
        raise InputError("a value of the policy has another kind than expected", remedy=_REMEDY) from error


def jurisdictions(names: Sequence[str]) -> tuple[str, ...]:
    """Agencies by name, in a fixed order, whatever case they are written in.

    Raises
    ------
    InputError
        If one is not known.
    """
    return _known([n.strip().upper() for n in names if n.strip()], AGENCIES, "jurisdictions")


def language(name: str) -> str:
    """The tag of a language by any of its names: ``zh-Hans`` for ``zh``, ``zh-CN`` or ``chinese``.

    Raises
    ------
    InputError
        If there are no words in it.
    """
    tag = chosen(name)
    if tag is None:
        raise InputError(
            f"languages are of {', '.join(LANGUAGES)}", remedy="Name one of these; zh and zh-CN mean zh-Hans."
        )
    return tag


def languages(asked: Sequence[str]) -> tuple[str, ...]:
    """The tags of the languages asked for, each once: one, or two that stand side by side; none where none was asked for.

    Raises
    ------
    InputError
        If there are no words in one, or more than two are asked for.
    """
    found = tuple(dict.fromkeys(language(name) for name in asked))
    if len(found) > 2:
        raise InputError("a report is in one language, or in two side by side", remedy="Name two at most.")
    return found


_REMEDY = "See docs/policy.md for the fields of a policy file and an example."


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise NotFound(f"there is no policy file {path.name}", remedy="Check the path.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name} is not a TOML file", remedy=_REMEDY) from error


def _paths(given: object) -> tuple[str, ...]:
    if not isinstance(given, list | tuple) or not all(isinstance(path, str) for path in given):
        raise TypeError("trials is a list of paths")
    return tuple(given)


def _known(given: Sequence[str], known: Sequence[str], field: str) -> tuple[str, ...]:
    if isinstance(given, str) or set(given) - set(known):
        raise InputError(f"{field} are of {', '.join(known)}", remedy=_REMEDY)
    return tuple(k for k in known if k in given)


def _table(given: Mapping[str, Any], kind: type) -> Mapping[str, Any]:
    return MappingProxyType({str(name): kind(value) for name, value in sorted(given.items())})
