"""What a screening said, kept so that the next one asks only about what changed: a folder with one file a partition.

``state.json``
    Version of the layout, day, fingerprint of all that decides beside patients and trials, the parts with the digests of their trees and
    how they recruited, the partitions.
    Also where patients lay of whom nothing could be read.
``<partition>.zip``
    ``patients`` and ``digests`` (JSON lists), ``places`` (likewise, where they were read from, if that is known), ``sets.npy``: (parts,
    2, words) of `trials.screening`, compressed.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tumorboard.errors import InputError
from tumorboard.trials.screening import Entry
from tumorboard.trials.screening.sets import Words

VERSION = 1
_REMEDY = "Give the folder of an earlier screening with --since, or screen without it."


@dataclass(frozen=True, slots=True)
class State:
    """An earlier screening."""

    folder: Path
    on: str
    fingerprint: str
    parts: tuple[tuple[str, str], ...]
    digests: tuple[str, ...]
    statuses: tuple[str | None, ...]
    partitions: tuple[str, ...]
    unread: tuple[str, ...] = ()

    def patients(self) -> dict[str, tuple[int, int]]:
        """Where each patient stands: the number of the partition, and the row.

        Raises
        ------
        InputError
            If a file of the state cannot be read.
        """
        found = {}
        for number, name in enumerate(self.partitions):
            for row, patient in enumerate(_listed(self.folder, name, "patients")):
                found[patient] = (number, row)
        return found

    def known_parts(self) -> dict[tuple[str, str], tuple[str, str | None]]:
        """Key of a part -> the digest of its tree, and how it recruited."""
        return dict(zip(self.parts, zip(self.digests, self.statuses, strict=True), strict=True))

    def digests_of(self, number: int) -> list[str]:
        """The digests of the patients of a partition."""
        return _listed(self.folder, self.partitions[number], "digests")

    def places_of(self, number: int) -> list[str]:
        """Where the patients of a partition were read from; empty where that was not kept."""
        return _listed(self.folder, self.partitions[number], "places", optional=True)

    def sets(self, number: int) -> Words:
        """The sets of a partition."""
        try:
            with zipfile.ZipFile(self.folder / f"{self.partitions[number]}.zip") as file, file.open("sets.npy") as told:
                found: Words = np.lib.format.read_array(told, allow_pickle=False)
                return found
        except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
            raise InputError("a partition of the earlier screening cannot be read", remedy=_REMEDY) from error


def read(folder: Path) -> State:
    """An earlier screening.

    Raises
    ------
    InputError
        If there is none at the folder, or it was written by another version.
    """
    try:
        told = json.loads((folder / "state.json").read_text("utf-8"))
        parts = tuple((str(p["trial"]), str(p["part"])) for p in told["parts"])
        digests = tuple(str(p["digest"]) for p in told["parts"])
        statuses = tuple(p.get("status") for p in told["parts"])  # states of before did not keep them
        unread = tuple(str(place) for place in told.get("unread", ()))
        state = State(
            folder, told["on"], told["fingerprint"], parts, digests, statuses, tuple(told["partitions"]), unread
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{folder.name} holds no earlier screening", remedy=_REMEDY) from error
    if told.get("version") != VERSION:
        raise InputError(f"{folder.name} was written by another version", remedy=_REMEDY)
    return state


def write(
    folder: Path,
    on: str,
    fingerprint: str,
    entries: Sequence[Entry],
    partitions: Sequence[str],
    unread: Sequence[str] = (),
) -> None:
    """The head of a state, written last: a run that breaks off leaves none."""
    told = {
        "version": VERSION,
        "on": on,
        "fingerprint": fingerprint,
        "parts": [{"trial": e.trial, "part": e.part, "digest": e.digest, "status": e.status} for e in entries],
        "partitions": list(partitions),
        "unread": list(unread),
    }
    (folder / "state.json").write_text(json.dumps(told, indent=0, ensure_ascii=False), encoding="utf-8")


def keep(
    folder: Path, name: str, patients: Sequence[str], digests: Sequence[str], sets: Words, places: Sequence[str] = ()
) -> None:
    """One partition."""
    with zipfile.ZipFile(folder / f"{name}.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for what, values in (("patients", patients), ("digests", digests), ("places", places)):
            file.writestr(what, json.dumps(list(values), ensure_ascii=False))
        with file.open("sets.npy", "w", force_zip64=True) as out:
            np.lib.format.write_array(out, np.ascontiguousarray(sets), allow_pickle=False)


def _listed(folder: Path, name: str, what: str, *, optional: bool = False) -> list[str]:
    try:
        with zipfile.ZipFile(folder / f"{name}.zip") as file:
            if optional and what not in file.namelist():
                return []
            found: list[str] = json.loads(file.read(what))
            return found
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise InputError("a partition of the earlier screening cannot be read", remedy=_REMEDY) from error
