"""Chinese names of agents and tumor types: every row is of something known, and what the pack and examples use has one."""

from __future__ import annotations

import re

import pytest
from pack_support import statements

from tumorboard import vocab
from tumorboard.vocab import table, translated

VOCAB = vocab.load()
HAN = re.compile(r"[\u4e00-\u9fff]")
# Symbols, codes and names of persons stand in Latin letters in Chinese names too; words do not.
LATIN = re.compile(r"[A-Za-z]{4,}")
KEPT = {
    "Brenner",
    "Merkel",
    "Paget",
    "Rosai",
    "Dorfman",
    "Erdheim",
    "Chester",
    "Lhermitte",
    "Duclos",
    "Sertoli",
    "Leydig",
}
KEPT |= {"Spitz", "Wilms", "Vater", "MALT", "rthle", "zary", "NUTM", "iAMP"}
# Agents of the shipped statements without a Chinese name that we are sure of; they are shown by their INN.  May only shrink.
UNNAMED = 34


def rows(name: str) -> list[list[str]]:
    return table.read(name)[1]


def test_every_chinese_name_is_of_a_known_agent_and_tagged() -> None:
    assert [r for r in rows("therapy_names_zh") if r[0] not in VOCAB.therapies.entries] == []
    assert {r[2] for r in rows("therapy_names_zh")} == {"approved", "usage"}
    assert {r[3] for r in rows("therapy_names_zh")} == {"high", "medium"}


def test_every_chinese_name_is_of_a_known_tumor_type_and_every_tumor_type_has_one() -> None:
    named = {r[0] for r in rows("disease_names_zh")}
    assert named - VOCAB.diseases.entries.keys() == set()
    assert VOCAB.diseases.entries.keys() - named == set()


@pytest.mark.parametrize("name", ["therapy_names_zh", "disease_names_zh"])
def test_chinese_names_are_chinese_and_no_two_mean_the_same(name: str) -> None:
    names = [r[1] for r in rows(name)]
    assert [n for n in names if not HAN.search(n)] == []
    assert sorted({n for n in names if names.count(n) > 1}) == []


def test_latin_words_in_names_of_tumors_are_symbols_and_persons() -> None:
    found = {w for r in rows("disease_names_zh") for w in LATIN.findall(r[1]) if not w.isupper()}
    assert found - KEPT == set()


def test_a_chinese_name_resolves_to_its_agent() -> None:
    assert [r[0] for r in rows("therapy_names_zh") if VOCAB.therapies.resolve(r[1]) != r[0]] == []


def test_agents_of_the_pack_have_chinese_names_or_are_counted() -> None:
    used = {code for s in statements() for code in s.therapy}
    lacking = sorted(c for c in used if not translated.drug(c, "zh-Hans"))
    assert len(lacking) <= UNNAMED, lacking


def test_a_combination_is_built_from_its_parts_and_nothing_is_invented() -> None:
    names = {code: entry.name for code, entry in VOCAB.therapies.entries.items()}
    codes = VOCAB.regimens.resolve("FOLFOX")
    assert translated.drugs(codes, "zh-Hans", names) == "氟尿嘧啶 + 亚叶酸 + 奥沙利铂"
    assert translated.drugs(("osimertinib", "neladalkib"), "zh-Hans", names) == "奥希替尼 + Neladalkib"
    assert translated.drugs(("osimertinib",), "en", names) == "Osimertinib"


def test_every_regimen_has_a_chinese_form() -> None:
    agents = {code for codes in VOCAB.regimens.names.values() for code in codes}
    assert sorted(c for c in agents if not translated.drug(c, "zh-Hans")) == []


def test_a_language_without_tables_keeps_the_international_name() -> None:
    assert translated.disease("LUAD", "de", "Lung Adenocarcinoma") == "Lung Adenocarcinoma"
    assert translated.disease("LUAD", "zh-Hans") == translated.disease("LUAD", "zh-CN") == "肺腺癌"
