"""An assessment as files: the report page, the whole assessment, tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tumorboard.errors import InputError
from tumorboard.model.assessment import Assessment
from tumorboard.vocab import Vocabulary
from tumorboard.wire.codec import document
from tumorboard.wording import Words, words

Languages = tuple[Words, ...]
Write = Callable[[Assessment, Languages, Vocabulary], Mapping[str, str | bytes]]


def _html(assessment: Assessment, said: Languages, vocab: Vocabulary) -> Mapping[str, str | bytes]:
    from tumorboard.formats import html
    from tumorboard.report.compose import compose

    report = compose(assessment)
    if len(said) > 1:
        return {"report.html": html.write_beside(report, said, vocab.therapies)}
    return {"report.html": html.write(report, said[0], vocab.therapies)}


def _json(assessment: Assessment, said: Languages, vocab: Vocabulary) -> Mapping[str, str | bytes]:
    return {"assessment.json": document(assessment)}


def _tsv(assessment: Assessment, said: Languages, vocab: Vocabulary) -> Mapping[str, str | bytes]:
    from tumorboard.formats import tsv

    return tsv.write(assessment, said[0], vocab.therapies)


def _pdf(assessment: Assessment, said: Languages, vocab: Vocabulary) -> Mapping[str, str | bytes]:
    from tumorboard.formats.documents import pdf
    from tumorboard.report.compose import compose

    return {"report.pdf": pdf.write(compose(assessment), said, vocab.therapies)}


def _docx(assessment: Assessment, said: Languages, vocab: Vocabulary) -> Mapping[str, str | bytes]:
    from tumorboard.formats.documents import word
    from tumorboard.report.compose import compose

    report = compose(assessment)
    if len(said) > 1:  # a document to be edited is one for each language
        return {f"report.{w.language}.docx": word.write(report, w, vocab.therapies) for w in said}
    return {"report.docx": word.write(report, said[0], vocab.therapies)}


WRITERS: Mapping[str, Write] = {"html": _html, "json": _json, "tsv": _tsv, "pdf": _pdf, "docx": _docx}
DEFAULT = ("html", "json", "tsv")


def write(
    assessment: Assessment,
    folder: Path,
    vocab: Vocabulary,
    *,
    formats: Sequence[str],
    languages: Sequence[str] = ("en",),
) -> tuple[Path, ...]:
    """Writes the files of the formats into `folder`, which is made if need be; returns them in order.

    Parameters
    ----------
    languages
        Tags of one language, or of two, which then stand side by side in the page and the PDF; tables are in the first,
        and DOCX is written once for each.

    Raises
    ------
    InputError
        If a format is not known or the folder cannot be written.
    """
    unknown = [f for f in formats if f not in WRITERS]
    if unknown:
        raise InputError(f"formats are of {', '.join(WRITERS)}", remedy="Correct --format.")
    said = tuple(words(language) for language in languages)
    made = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in formats:
            for file, text in WRITERS[name](assessment, said, vocab).items():
                (folder / file).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
                made.append(folder / file)
    except OSError as error:
        raise InputError("the output folder cannot be written", remedy="Give another one with -o.") from error
    return tuple(made)
