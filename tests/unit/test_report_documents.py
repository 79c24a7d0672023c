"""The report on paper: PDF and DOCX say what the page says, hold every letter of the files as text, and are the same twice."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from functools import cache

import docx
import pytest
from pypdf import PdfReader
from tests.report_support import CANARY, CASES, composed

from tumorboard.formats.documents import pdf, word
from tumorboard.formats.documents.tree import Tree, anchors
from tumorboard.formats.html.blocks import PRINTED_ROWS
from tumorboard.formats.spoken import Spoken
from tumorboard.report.values import OptionTable, Report, Table
from tumorboard.vocab import load
from tumorboard.wording import words

NAMES = sorted(CASES)


@cache
def pages(name: str) -> tuple[bytes, PdfReader]:
    made = pdf.write(composed(name), (words("en"),), load().therapies)
    return made, PdfReader(io.BytesIO(made))


@cache
def letters(name: str) -> str:
    """All text of the PDF without blanks: lines are broken wherever a column ends."""
    return _bare("".join(p.extract_text() for p in pages(name)[1].pages))


def _bare(text: str) -> str:
    return re.sub(r"[\s\u200b\u00ad-]+", "", text).casefold()


@cache
def written(name: str) -> docx.document.Document:
    return docx.Document(io.BytesIO(word.write(composed(name), words("en"), load().therapies)))


def _all_text(document: docx.document.Document) -> str:
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def spoken(report: Report) -> Spoken:
    return Spoken(words("en"), load().therapies, report.labels)


# --- PDF ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", NAMES)
def test_every_page_has_its_head_and_no_section_or_option_is_left_out(name: str) -> None:
    report, reader = composed(name), pages(name)[1]
    ruo = _bare(words("en").term("report.ruo_short"))
    for page in reader.pages:
        text = _bare(page.extract_text())
        assert ruo in text
        assert _bare(report.on.isoformat()) in text
        assert _bare(report.case_id)[:20] in text
    for section in report.sections:
        assert _bare(words("en").term(section.title.code)) in letters(name)
    tables = [b for s in report.sections for b in s.blocks if isinstance(b, OptionTable)]
    for row in (r for t in tables for g in t.groups for r in g.rows):
        assert _bare(spoken(report).plain(row.regimen)) in letters(name)


def test_the_pdf_is_tagged_for_screen_readers_and_has_title_and_language() -> None:
    _, reader = pages("rich")
    root = reader.trailer["/Root"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert reader.metadata is not None and composed("rich").case_id in str(reader.metadata.title)


def test_the_fonts_are_in_the_file() -> None:
    _, reader = pages("rich")
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            (inner,) = font.get_object()["/DescendantFonts"]
            described = inner.get_object()["/FontDescriptor"].get_object()
            assert any(key.startswith("/FontFile") for key in described)


def test_the_same_report_gives_the_same_bytes() -> None:
    again = pdf.write(composed("rich"), (words("en"),), load().therapies)
    assert again == pages("rich")[0]


def test_what_a_file_says_is_never_read_as_a_command() -> None:
    assert _bare(CANARY.split()[-1][-12:]) in letters("hostile")


@pytest.mark.parametrize("text", ["#panic()", "$x$", "*a* _b_", "@ref", "\\u{41}", "= h", "<l>", "//c", "`raw`", "[#1/0]", "a\x00b", "\u0634\u0639"])  # fmt: skip
def test_marks_of_the_typesetter_are_letters(text: str) -> None:
    report = _titled(text)
    made = PdfReader(io.BytesIO(pdf.write(report, (words("en"),), load().therapies)))
    if text.isascii() and "\x00" not in text:
        assert _bare(text) in _bare(made.pages[0].extract_text())
    assert len(made.pages) == 1


def _titled(text: str) -> Report:
    report = composed("simple")
    return Report(
        title=report.title, case_id=report.case_id, subject=(text,), on=report.on, content_hash=report.content_hash,
        version=report.version, sections=(), labels={},
    )  # fmt: skip


def test_two_languages_stand_side_by_side() -> None:
    made = pdf.write(composed("simple"), (words("en"), words("en")), load().therapies)
    first = PdfReader(io.BytesIO(made)).pages[0]
    assert first.mediabox.width > first.mediabox.height
    heading = _bare(words("en").term("report.section.patient"))
    assert _bare(first.extract_text()).count(heading) == 2


def test_long_lists_for_looking_up_are_left_out_and_the_paper_says_so() -> None:
    report = composed("rich")
    long = [b for s in report.sections for b in s.blocks if isinstance(b, Table) and b.fold]
    assert any(len(t.rows) > PRINTED_ROWS for t in long), "the example has no list that is too long"
    assert _bare(words("en").term("report.not_in_pdf")) in letters("rich")


@pytest.mark.parametrize("name", ["rich", "simple", "hostile"])
def test_every_link_leads_to_a_place_that_is_there(name: str) -> None:
    """Typst refuses a link without its place; that the file was made shows it.  Links that lead out of it are plain."""
    report = composed(name)
    tree = Tree(spoken(report), anchors(report)).report(report)
    assert _targets(tree) <= anchors(report)
    assert pages(name)[0].startswith(b"%PDF-")


def _targets(value: object) -> set[str]:
    if isinstance(value, dict):
        own = {value["to"]} - {""} if value.get("k") == "link" else set()
        return own.union(*[_targets(v) for v in value.values()])
    return set().union(*[_targets(v) for v in value]) if isinstance(value, list) else set()


# --- DOCX ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", NAMES)
def test_every_section_and_option_is_in_the_word_file(name: str) -> None:
    report, text = composed(name), _bare(_all_text(written(name)))
    for section in report.sections:
        assert _bare(words("en").term(section.title.code)) in text
    tables = [b for s in report.sections for b in s.blocks if isinstance(b, OptionTable)]
    for row in (r for t in tables for g in t.groups for r in g.rows):
        assert _bare(spoken(report).plain(row.regimen)) in text


def test_the_head_of_each_page_says_that_it_is_for_research() -> None:
    head = written("rich").sections[0].header.paragraphs[0].text
    assert words("en").term("report.ruo_short") in head


def test_the_same_report_gives_the_same_word_file() -> None:
    made = [word.write(composed("simple"), words("en"), load().therapies) for _ in range(2)]
    assert made[0] == made[1]


def test_a_word_file_holds_what_a_file_says_as_text() -> None:
    raw = word.write(composed("hostile"), words("en"), load().therapies)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert "<script>" not in archive.read("word/document.xml").decode()
    assert CANARY.split()[-1][-12:] in _all_text(written("hostile"))


def test_genes_can_be_searched_in_a_chinese_pdf() -> None:
    """A run of genes with Chinese commas between them is no long word that may break anywhere."""
    report = composed(NAMES[0])
    genes = "EGFR、ERBB2、KRAS、BRAF、ALK、ROS1、NTRK1、NTRK2、NTRK3"
    told = replace(report, subject=(f"{genes} vanallenlab/moalmanac-database-of-labels",))
    data = pdf.write(told, (words("zh-Hans"),), load().therapies)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    bare = text.replace("\n", "")
    assert genes in bare
    assert "moalmanac" in bare


ALLELE = "c.2235_2249delGGAATTAAGAGAAGCinsACGTACGTACGTACGTACGTACGTACGTACGT"
HASH = "9f2b" * 16


@pytest.mark.parametrize("languages", [("en",), ("zh-Hans",), ("en", "zh-Hans")])
def test_long_words_are_found_and_copied_as_they_are_written(languages: tuple[str, ...]) -> None:
    """Nothing that is not seen stands between letters: not in an allele, not in a hash, nowhere in a document."""
    told = replace(composed("rich"), subject=(f"{ALLELE} {HASH} EGFR/ERBB2",))
    made = pdf.write(told, tuple(words(language) for language in languages), load().therapies)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    assert re.findall("[\u200b-\u200d\u2060\u00ad\ufeff]", text) == []
    bare = text.replace("\n", "")
    assert ALLELE in bare and HASH in bare and "EGFR/ERBB2" in bare


def test_a_word_that_is_wider_than_its_column_is_still_broken() -> None:
    made = pdf.write(_titled("A" * 300), (words("en"),), load().therapies)
    lines = [line for line in PdfReader(io.BytesIO(made)).pages[0].extract_text().split("\n") if "AAAAAA" in line]
    assert sum(line.count("A") for line in lines) >= 300 and len(lines) > 1
