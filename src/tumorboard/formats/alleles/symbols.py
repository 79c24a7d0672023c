"""Gene names of an annotation as approved symbols."""

from __future__ import annotations

from urllib.parse import unquote

from tumorboard.vocab import Genes


class Symbols(dict[str, str]):
    """Gene as annotated -> approved symbol, or the text itself where it is not one gene."""

    def __init__(self, genes: Genes) -> None:
        super().__init__({"": "", "-": ""})
        self.genes = genes

    def __missing__(self, text: str) -> str:
        plain = unquote(text)
        self[text] = found = self.genes.approved(plain) or plain
        return found
