"""The languages there are catalogs for, the names they go by, and how each writes blanks and puts names in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

T = TypeVar("T")
DEFAULT = "en"
# Tag (BCP 47) -> other names, lower case.  Traditional Chinese is another catalog, so ``zh-TW`` is not among them.
LANGUAGES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": frozenset({"en-us", "en-gb", "english"}),
        "zh-Hans": frozenset({"zh", "zh-cn", "zh-sg", "zh-hans-cn", "chinese"}),
    }
)
DAYS: Mapping[str, str] = MappingProxyType({"en": "{day}", "zh-Hans": "{day:%Y}年{day.month}月{day.day}日"})
# Han characters, and the marks and full-width forms that stand among them.
_HAN = "\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef"
_BETWEEN_HAN = re.compile(f"(?<=[{_HAN}]) (?=[{_HAN}])")
_MARK = re.compile("[\u3001-\u303f\uff00-\uff0f\uff1a-\uff1f]")
_BESIDE_MARK = re.compile(
    "(?<=[\u3000-\u303f\uff00-\uff0f\uff1a-\uff1f]) | (?=[\u3001-\u303f\uff00-\uff0f\uff1a-\uff1f])"
)


def chosen(name: str) -> str | None:
    """The tag of a language by its tag or another name, however it is written; None where there is no catalog.

    Examples
    --------
    >>> chosen("zh_CN"), chosen("ZH"), chosen("en"), chosen("zh-TW")
    ('zh-Hans', 'zh-Hans', 'en', None)
    """
    wanted = name.strip().replace("_", "-").casefold()
    return next((tag for tag, names in LANGUAGES.items() if wanted == tag.casefold() or wanted in names), None)


def closed(text: str, language: str) -> str:
    """The text without the blanks that a language does not write: in Chinese between characters and beside full-width marks.

    Examples
    --------
    >>> closed("EGFR 突变 阳性 ， 外显子 19", "zh-Hans"), closed("EGFR mutated , exon 19", "en")
    ('EGFR 突变阳性，外显子 19', 'EGFR mutated , exon 19')
    """
    return _BESIDE_MARK.sub("", _BETWEEN_HAN.sub("", text)) if language.startswith("zh") else text


def unspaced(mark: str) -> bool:
    """True of a full-width mark, beside which no blank stands.

    Examples
    --------
    >>> unspaced("\uff09"), unspaced(")"), unspaced("\u836f")
    (True, False, False)
    """
    return _MARK.fullmatch(mark) is not None


def collated(items: Iterable[T], language: str, key: Callable[[T], str]) -> list[T]:
    """The items in the order in which readers of a language look names up; equal names stay as they were.

    Notes
    -----
    Latin names are put in order without regard to case.  Chinese ones follow Latin ones, by the code of GB 18030, whose 3,755 commonest
    characters stand in the order of pinyin; rarer ones come after all of those.

    Examples
    --------
    >>> collated(["奥希替尼", "阿法替尼", "Zoptarelin", "吉非替尼"], "zh-Hans", str)
    ['Zoptarelin', '阿法替尼', '奥希替尼', '吉非替尼']

    Source
    ------
    GB/T 2312-1980, section 4.2; GB 18030-2022.
    """
    if language.startswith("zh"):
        return sorted(items, key=lambda item: key(item).casefold().encode("gb18030", "replace"))
    return sorted(items, key=lambda item: key(item).casefold())
