"""Build ``therapies.tsv`` and ``therapy_names_zh.tsv`` of ``vocab/data`` from the hand-written facts in ``tools/sources``.

Refuses a class outside the source's own list, a code that is not its lower-case name, an ATC code of the wrong form, a
Chinese name without Chinese characters, and a name, brand or synonym that would mean two agents.
"""

from __future__ import annotations

import re
from dataclasses import replace

from table_writer import SOURCES, Provenance, source_rows, write

COLUMNS = ("code", "name", "name_zh", "atc", "ncit", "classes", "targets", "brands", "synonyms")
NAMES = ("code", "name_zh", "basis", "confidence")
CODE = re.compile(r"[a-z0-9]+([ -][a-z0-9]+)*")
ATC = re.compile(r"[A-Z]\d\d[A-Z]{2}\d\d")
HAN = re.compile(r"[\u4e00-\u9fff]")


def known_classes() -> frozenset[str]:
    """The controlled list that the source's header declares."""
    lines = (SOURCES / "therapies.tsv").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if line.startswith("#class ") for word in line.split()[1:])


def faults(row: dict[str, str], classes: frozenset[str]) -> list[str]:
    """What is wrong with one row, in words."""
    found = []
    if not CODE.fullmatch(row["code"]):
        found.append("the code is not a lower-case INN")
    if row["name"].casefold() != row["code"]:
        found.append("the English name and the code differ")
    if row["atc"] and not ATC.fullmatch(row["atc"]):
        found.append(f"ATC {row['atc']}")
    if row["name_zh"] and not HAN.search(row["name_zh"]):
        found.append("the Chinese name has no Chinese characters")
    if row["confidence"] not in {"high", "medium", "low"}:
        found.append("no confidence")
    if not row["classes"] or not set(row["classes"].split("|")) <= classes:
        found.append(f"classes {row['classes']!r}")
    return found


def tagged(row: dict[str, str]) -> bool:
    """Whether a Chinese name says where it is from and how sure we are."""
    return row["basis"] in {"approved", "usage"} and row["confidence"] in {"high", "medium"}


def main() -> None:
    """Check every row and write the tables."""
    rows, classes = source_rows("therapies"), known_classes()
    chinese = {row["code"]: row for row in source_rows("therapy_names_zh")}
    owner: dict[str, str] = {}
    wrong = [f"{code}: a Chinese name for no agent" for code in sorted(chinese.keys() - {row["code"] for row in rows})]
    wrong += [f"{code}: basis or confidence of the Chinese name" for code, row in chinese.items() if not tagged(row)]
    for row in rows:
        row["name_zh"] = chinese.get(row["code"], {}).get("name_zh", "")
        row["name"] = row["name"] or row["code"][:1].upper() + row["code"][1:]
        wrong += [f"{row['code']}: {fault}" for fault in faults(row, classes)]
        names = [row["code"], row["name_zh"], *row["brands"].split("|"), *row["synonyms"].split("|")]
        for name in filter(None, (n.casefold() for n in names)):
            if owner.setdefault(name, row["code"]) != row["code"]:
                wrong.append(f"{name!r} means both {owner[name]} and {row['code']}")
    if wrong:
        raise SystemExit("\n".join(wrong))
    about = Provenance(
        source="tools/sources/therapies.tsv and therapy_names_zh.tsv, own work, from memory with a confidence per row",
        release="2026-11",
        license="Apache-2.0",
        attribution="tumorboard authors",
        made_by="tools/build_therapies.py",
        originals=[SOURCES / "therapies.tsv", SOURCES / "therapy_names_zh.tsv"],
    )
    write("therapies", about, COLUMNS, [[row[c] for c in COLUMNS] for row in rows])
    named = replace(
        about,
        source="tools/sources/therapy_names_zh.tsv, own work, from memory with a basis and a confidence per row",
        originals=[SOURCES / "therapy_names_zh.tsv"],
    )
    write("therapy_names_zh", named, NAMES, [[row[c] for c in NAMES] for row in chinese.values()])


if __name__ == "__main__":
    main()
