"""The report in Simplified Chinese, and in two languages side by side: nothing left in English, nothing lost, links that lead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.pack_support import ON, context
from tests.page_support import Node, parse
from tests.report_support import CASES, assessment, composed, page, write

from tumorboard.app import outputs, settings
from tumorboard.errors import InputError
from tumorboard.formats import html
from tumorboard.vocab import load
from tumorboard.wire.codec import plain
from tumorboard.wording import collated, words

NAMES = sorted(set(CASES) - {"hostile", "many"})
CHINESE = words("zh-Hans")
HAN = "\u4e00-\u9fff"


def chinese(name: str) -> Node:
    return parse(write(composed(name), context(), CHINESE))


def beside(name: str) -> Node:
    return parse(html.write_beside(composed(name), (words("en"), CHINESE), load().therapies))


def strings(shape: object) -> str:
    """Every text of an assessment, keys included."""
    if isinstance(shape, dict):
        return " ".join(f"{k} {strings(v)}" for k, v in shape.items())
    return " ".join(map(strings, shape)) if isinstance(shape, list) else str(shape)


@pytest.mark.parametrize("name", NAMES)
def test_every_english_phrase_of_a_chinese_page_is_one_of_the_record_or_of_a_source(name: str) -> None:
    tree = chinese(name)
    for code in tree.all("code"):
        code.children = []
    known = strings(plain(assessment(name))).casefold()
    texts = [c for n in tree.only("body").walk() for c in n.children if isinstance(c, str)]
    found = {phrase for text in texts for phrase in re.findall(r"\b[a-z]{2,}(?: [a-z]{2,}){2,}\b", text)}
    assert sorted(phrase for phrase in found if phrase not in known) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_mark_of_half_width_follows_a_chinese_character(name: str) -> None:
    """Between parts as within a sentence; what a source or a record says keeps its own marks."""
    said = chinese(name).text()
    assert sorted(set(re.findall(f"[{HAN}][,;:!?] ?[{HAN}]", said))) == []
    assert sorted(set(re.findall(f"[{HAN}] ?\\([{HAN}]|[{HAN}]\\)", said))) == []
    assert sorted(set(re.findall("[\uff0c\uff1b\uff1a\uff09\u3002] (?=[\uff0c\uff1b\uff1a\uff09\u3002])", said))) == []


def test_the_page_says_its_language_and_names_drugs_tumor_and_day_in_it() -> None:
    tree = chinese("rich")
    assert tree.only("html").attributes["lang"] == "zh-Hans"
    said = tree.text()
    assert "肺腺癌" in said and "奥希替尼" in said and f"{ON.year}年{ON.month}月{ON.day}日" in said
    assert "仅供科研使用" in said and "未检测" in said and "未知" in said
    assert "推荐" not in re.sub("治疗推荐只能由肿瘤多学科会诊作出", "", said), "only a board recommends"


def test_the_style_has_chinese_fonts_for_every_system_and_no_slanted_characters() -> None:
    style = parse(page("nothing")).only("style").text(raw=True)
    for font in ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC"):
        assert font in style
    assert ":is(.note, td.empty):lang(zh) { font-style: normal; }" in style


@pytest.mark.parametrize("name", NAMES)
def test_side_by_side_every_block_stands_in_both_languages(name: str) -> None:
    tree = beside(name)
    pairs = [n for n in tree.only("main").walk() if "pair" in n.classes()]
    assert len(pairs) >= len(composed(name).sections)
    for side, said in enumerate((words("en"), CHINESE)):
        alone = parse(write(composed(name), context(), said)).only("main")
        for section in (alone, *alone.all("section")):
            section.children = [c for c in section.children if isinstance(c, str) or c.name != "h2"]
        halves = [[c for c in pair.children if isinstance(c, Node)][side] for pair in pairs]
        assert {h.attributes["lang"] for h in halves} == {said.language}
        assert " ".join(h.text() for h in halves) == alone.text()


@pytest.mark.parametrize("name", NAMES)
def test_side_by_side_no_anchor_stands_twice_and_links_stay_within_a_language(name: str) -> None:
    tree = beside(name)
    anchors = [n.attributes["id"] for n in tree.walk() if "id" in n.attributes]
    assert len(anchors) == len(set(anchors))
    links = [n.attributes["href"][1:] for n in tree.all("a")]
    assert sorted(set(links) - set(anchors)) == []
    sections = {s.id for s in composed(name).sections}
    for side in (n for n in tree.walk() if n.attributes.get("lang") == "zh-Hans"):
        led = [n.attributes.get("id", n.attributes.get("href", "")).lstrip("#") for n in side.walk()]
        assert [to for to in led if to and to not in sections and not to.startswith("zh-Hans-")] == []


def test_files_are_in_the_languages_asked_for(tmp_path: Path) -> None:
    found = assessment("simple")
    vocab = load()
    outputs.write(found, tmp_path / "zh", vocab, formats=["html", "tsv"], languages=("zh-Hans",))
    outputs.write(found, tmp_path / "both", vocab, formats=["html"], languages=("en", "zh-Hans"))
    outputs.write(found, tmp_path / "json", vocab, formats=["json"], languages=("zh-Hans",))
    outputs.write(found, tmp_path / "json-en", vocab, formats=["json"])
    assert "可选治疗" in (tmp_path / "zh" / "report.html").read_text("utf-8")
    both = (tmp_path / "both" / "report.html").read_text("utf-8")
    assert "可选治疗" in both and "Therapy options" in both
    same = [(tmp_path / f / "assessment.json").read_bytes() for f in ("json", "json-en")]
    assert same[0] == same[1], "an assessment has no language"


def test_languages_go_by_their_names_and_no_more_than_two_stand_side_by_side() -> None:
    assert settings.languages(["zh-CN", "en", "zh"]) == ("zh-Hans", "en")
    assert settings.languages([]) == ()
    with pytest.raises(InputError, match="zh-Hans"):
        settings.languages(["zh-TW"])


def test_a_policy_names_its_language_by_any_name(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text('language = "zh_CN"\n', encoding="utf-8")
    assert settings.policy(path).language == "zh-Hans"


def test_names_stand_in_the_order_of_their_sounds() -> None:
    drugs = ["奥希替尼", "吉非替尼", "阿法替尼", "Zenocutuzumab", "克唑替尼"]
    assert collated(drugs, "zh-Hans", str) == ["Zenocutuzumab", "阿法替尼", "奥希替尼", "吉非替尼", "克唑替尼"]
