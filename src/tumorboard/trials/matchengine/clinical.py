"""The clinical keys of CTML as MatchEngine V2 reads them: each key is a condition with its own negation.

A negated key is satisfied when the positive condition does not return the record; a missing field satisfies it.

Source: docs/formats/ctml.md, "Clinical keys".
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tumorboard.trials.matchengine.fault import Stopped
from tumorboard.trials.matchengine.store import Compared, Condition, Equals, OneOf, Record, exactly

IGNORED = frozenset({"her2_status", "er_status", "pr_status", "disease_status"})
TMB = "TUMOR_MUTATIONAL_BURDEN_PER_MEGABASE"
DIAGNOSIS = "ONCOTREE_PRIMARY_DIAGNOSIS_NAME"
OPERATORS = frozenset({">=", ">", "<=", "<", "=="})
_NUMBER = frozenset("0123456789.")
# Old enough: born on or before the day.  The later the birth, the younger.
_BORN = {">=": "<=", ">": "<", "<=": ">=", "<": ">", "==": "=="}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a clinical leaf: the field it asks, the condition, and whether it is turned around."""

    field: str
    condition: Condition
    negated: bool = False

    def holds(self, record: Record) -> bool:
        """Whether the sample's clinical record passes."""
        return self.condition.holds(record) is not self.negated


def keys(leaf: Mapping[str, object], names: Mapping[str, tuple[str, ...]], on: date) -> tuple[Key, ...]:
    """The keys of a leaf that V2 looks at.

    Raises
    ------
    Stopped
        Where a value stops the engine.
    """
    return tuple(_key(k, v, names, on) for k, v in leaf.items() if k.lower() not in IGNORED)


def _key(written: str, value: object, names: Mapping[str, tuple[str, ...]], on: date) -> Key:
    key = written.lower()  # V2 looks keys up in capitals, however they are written
    if key == "age_numerical":
        return Key("BIRTH_DATE_INT", _age(value, on))
    if key == "tmb_numerical":
        return Key(TMB, _burden(value))
    plain, negated = unsigned(value)
    if key == "oncotree_primary_diagnosis":
        return Key(DIAGNOSIS, _diagnosis(plain, names), negated)
    field = "GENDER" if key == "gender" else key.upper()
    return Key(field, exactly(field, plain), negated)


def unsigned(value: object) -> tuple[object, bool]:
    """The value without a leading exclamation mark, and whether it had one; only text can have one.

    Examples
    --------
    >>> unsigned("!this"), unsigned("!"), unsigned(""), unsigned(19)
    (('this', True), ('', True), ('', False), (19, False))
    """
    if isinstance(value, str) and value.startswith("!"):
        return value[1:], True
    return value, False


def _diagnosis(value: object, names: Mapping[str, tuple[str, ...]]) -> Condition:
    if isinstance(value, list | Mapping):
        raise Stopped("CTML058", key="oncotree_primary_diagnosis")
    found = names.get(value) if isinstance(value, str) else None
    return OneOf(DIAGNOSIS, found) if found is not None else exactly(DIAGNOSIS, value)


def _split(value: object, key: str, code: str) -> tuple[str, str]:
    """Operator and number as written."""
    if not isinstance(value, str):
        raise Stopped("CTML058", key=key)
    number = "".join(c for c in value if c in _NUMBER)
    operator = "".join(c for c in value if c not in _NUMBER)
    if operator not in OPERATORS:
        raise Stopped(code, value=value)
    return operator, number


def _age(value: object, on: date) -> Condition:
    """Born on or before, or after, the day that lies so many years and months back; a second fraction is dropped."""
    operator, number = _split(value, "age_numerical", "CTML051")
    whole, fraction = [*number.split("."), ""][:2]
    months = round(float(f"0.{fraction or 0}") * 12)
    back = on.year * 12 + on.month - 1 - int(whole or 0) * 12 - months
    year, month = divmod(back, 12)
    if year < 1:
        raise Stopped("CTML051", value=str(value))
    limit = year * 10000 + (month + 1) * 100 + min(on.day, monthrange(year, month + 1)[1])
    field = "BIRTH_DATE_INT"
    return Equals(field, limit) if operator == "==" else Compared(field, _BORN[operator], limit)


def _burden(value: object) -> Condition:
    operator, number = _split(value, "tmb_numerical", "CTML055")
    try:
        return Compared(TMB, operator, float(number))
    except ValueError:
        raise Stopped("CTML055", value=str(value)) from None
