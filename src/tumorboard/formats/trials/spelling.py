"""What a misspelled name was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

ALIKE = 0.7
SHORT = 6  # letters of a name of which two that changed places make another


def nearest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The two names most like it, whatever the case and the signs between words.

    Examples
    --------
    >>> nearest("ATL", ("ALT", "AST")), nearest("EML-4", ("EML4", "ALK")), nearest("xyz", ("ALT",))
    (('ALT',), ('EML4',), ())
    """
    folded: dict[str, str] = {}
    for one in known:
        folded.setdefault(_plain(one), one)
    said = _plain(name)
    if said in folded:
        return (folded[said],)
    if len(said) <= SHORT:
        swaps = (said[:at] + said[at + 1] + said[at] + said[at + 2 :] for at in range(len(said) - 1))
        swapped = [folded[s] for s in dict.fromkeys(swaps) if s in folded]
        if swapped:
            return tuple(swapped[:2])
    close = get_close_matches(said, folded, n=4, cutoff=ALIKE)
    # the first word of a name of several says most: of egfr_inhibitor, egfr_tki is meant before fgfr_inhibitor
    first, several = _words(name)[0], len(_words(name)) > 1
    same = [f for f, one in folded.items() if several and _words(one)[0] == first and len(_words(one)) > 1]
    own = [f for f in close if f in same] or get_close_matches(said, same, n=2, cutoff=0)
    return tuple(folded[f] for f in dict.fromkeys((*own, *close)))[:2]


def slip(name: str, known: Iterable[str], *, alike: float = 0.9) -> tuple[str, ...]:
    """What a word was meant to be that is almost one of the known: empty for one that is known, is longer by whole words, or is another.

    Examples
    --------
    >>> topics = ("consent", "measurable_disease", "life_expectancy_3_months")
    >>> slip("measureable_disease", topics), slip("life_expectancy_6_months", topics), slip("unmeasurable_disease", topics)
    (('measurable_disease',), (), ())
    """
    words = {_numberless(one): one for one in known}
    said = _numberless(name)
    if said in words or any(said.startswith(w) or said.endswith(w) for w in words):
        return ()
    return tuple(words[w] for w in get_close_matches(said, words, n=2, cutoff=alike))


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c not in " -_/.")


def _words(name: str) -> list[str]:
    return name.casefold().replace("-", "_").replace(" ", "_").split("_")


def _numberless(name: str) -> str:
    return "".join("0" if c.isdigit() else c for c in name.casefold().replace("-", "_").replace(" ", "_"))
