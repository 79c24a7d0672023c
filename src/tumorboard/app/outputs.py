"""An assessment as files: the report page, the whole assessment, tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tumorboard.errors import InputError
from tumorboard.model.assessment import Assessment
from tumorboard.vocab import Vocabulary
from tumorboard.wire.codec import document
from tumorboard.wording import Words, words

Write = Callable[[Assessment, Words, Vocabulary], Mapping[str, str | bytes]]


def _html(assessment: Assessment, said: Words, vocab: Vocabulary) -> Mapping[str, str | bytes]:
    from tumorboard.formats import html
    from tumorboard.report.compose import compose

    return {"report.html": html.write(compose(assessment), said, vocab.therapies)}


def _json(assessment: Assessment, said: Words, vocab: Vocabulary) -> Mapping[str, str | bytes]:
    return {"assessment.json": document(assessment)}


def _tsv(assessment: Assessment, said: Words, vocab: Vocabulary) -> Mapping[str, str | bytes]:
    from tumorboard.formats import tsv

    return tsv.write(assessment, said, vocab.therapies)


def _pdf(assessment: Assessment, said: Words, vocab: Vocabulary) -> Mapping[str, str | bytes]:
    from tumorboard.formats.documents import pdf
    from tumorboard.report.compose import compose

    return {"report.pdf": pdf.write(compose(assessment), (said,), vocab.therapies)}


def _docx(assessment: Assessment, said: Words, vocab: Vocabulary) -> Mapping[str, str | bytes]:
    from tumorboard.formats.documents import word
    from tumorboard.report.compose import compose

    return {"report.docx": word.write(compose(assessment), said, vocab.therapies)}


WRITERS: Mapping[str, Write] = {"html": _html, "json": _json, "tsv": _tsv, "pdf": _pdf, "docx": _docx}
DEFAULT = ("html", "json", "tsv")


def write(
    assessment: Assessment, folder: Path, vocab: Vocabulary, *, formats: Sequence[str], language: str = "en"
) -> tuple[Path, ...]:
    """Writes the files of the formats into `folder`, which is made if need be; returns them in order.

    Raises
    ------
    InputError
        If a format is not known or the folder cannot be written.
    """
    unknown = [f for f in formats if f not in WRITERS]
    if unknown:
        raise InputError(f"formats are of {', '.join(WRITERS)}", remedy="Correct --format.")
    made = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in formats:
            for file, text in WRITERS[name](assessment, words(language), vocab).items():
                (folder / file).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
                made.append(folder / file)
    except OSError as error:
        raise InputError("the output folder cannot be written", remedy="Give another one with -o.") from error
    return tuple(made)
