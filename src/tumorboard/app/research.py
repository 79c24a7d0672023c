"""What only a case with material for research methods needs: the site's cohort and the tables of the methods."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from tumorboard.app import predictors
from tumorboard.errors import InputError, TumorboardError
from tumorboard.formats.expression_matrix import read_matrix
from tumorboard.interpret.expression import ddpp
from tumorboard.interpret.expression.checks import one_sample_only
from tumorboard.interpret.expression.outliers import LEAST
from tumorboard.interpret.expression.reference import summary
from tumorboard.issues import Parsed
from tumorboard.model.knowledge import Knowledge
from tumorboard.model.research_input import Ddpp, Reference
from tumorboard.vocab import Vocabulary
from tumorboard.vocab import research as tables
from tumorboard.wire.case_file import DdppEntry


def cohort(path: Path, unit: str, vocab: Vocabulary) -> Parsed[Reference]:
    """A summary of the genes that research methods ask of; None for a table that would mislead, or is too small."""
    read = read_matrix(path, vocab.genes, unit=unit)
    if read.value is None:
        return Parsed(None, read.issues)
    small = one_sample_only(read.value, LEAST)
    if small is not None:
        return Parsed(None, (*read.issues, small))
    return Parsed(summary(read.value, genes(vocab)), read.issues)


def predictor(path: Path, entry: DdppEntry) -> Parsed[Ddpp]:
    """A predictor fitted as the case file asks; None where its table cannot be used, with what is wrong with it."""
    try:
        found = predictors.predictor(
            path, entry.outcome, aggregate=entry.aggregate, seed=entry.seed, permutations=ddpp.PERMUTATIONS
        )
    except TumorboardError as error:
        return Parsed(None, error.issues if isinstance(error, InputError) else ())
    # nine digits: libraries of linear algebra differ in the last ones, and an assessment is the same on every machine
    numbers = {f.name: getattr(found, f.name) for f in fields(found)}
    rounded: dict[str, Any] = {name: float(f"{x:.9g}") for name, x in numbers.items() if isinstance(x, float)}
    return Parsed(replace(found, **rounded))


def genes(vocab: Vocabulary) -> frozenset[str]:
    """Genes of the subtypes' markers, and of what a drug is about."""
    markers = {gene for found in tables.load().markers.pattern.values() for gene in found}
    return frozenset(markers | {t for entry in vocab.therapies.entries.values() for t in entry.targets})


def with_tables(knowledge: Knowledge) -> Knowledge:
    """The knowledge with the tables of the research methods."""
    return replace(knowledge, research=tables.load())
