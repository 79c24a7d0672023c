"""The example trials shipped with this package: facts of real trials, each with its source and how it is known.

They are written as our own YAML in ``knowledge/trials/``.  Their status is that of the copy that was read, and they stand for
no protocol: a center writes its own files and points the program at them.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from tumorboard.criteria.base import LeafTypes
from tumorboard.errors import KnowledgeError
from tumorboard.formats.trials import own
from tumorboard.model.trial import Trial
from tumorboard.vocab import Vocabulary


@lru_cache(maxsize=1)
def texts() -> dict[str, str]:
    """File name -> document, by name."""
    folder = files("tumorboard.knowledge").joinpath("trials")
    found = {f.name: f.read_text("utf-8") for f in folder.iterdir() if f.name.endswith(".yaml")}
    return dict(sorted(found.items()))


def shipped(leaf_types: LeafTypes, vocab: Vocabulary) -> tuple[Trial, ...]:
    """Every example trial, by file name.

    Raises
    ------
    KnowledgeError
        If one of them cannot be read: the package is damaged.
    """
    found = []
    for name, text in texts().items():
        trial = own.read(text, name, leaf_types, vocab).value
        if trial is None:
            raise KnowledgeError(f"the example trial {name} is damaged", remedy="reinstall tumorboard")
        found.append(trial)
    return tuple(found)
