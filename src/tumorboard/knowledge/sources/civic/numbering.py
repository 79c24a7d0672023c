"""Changes whose name does not count residues of the protein as HGVS does: what they are by its rules, or that it is not certain.

Histones are counted without the first methionine (K27M is p.Lys28Met), some names give a position of the gene or of the coding
sequence, some residues of another transcript, and X is a stop in one name and any residue in the next.

Source: HGVS nomenclature, protein recommendations; UniProt P68431 and P84243 for the tail of histone H3, which its forms share but for
residue 31; CIViC's own HGVS of the variants named, and its renaming of H3-3A G34W to G35W between the releases of 2024 and 2026.
"""

from __future__ import annotations

import re

from tumorboard.vocab import Vocabulary

NAME = re.compile(r"([A-Z])(\d+)([A-Z*])")
H3 = re.compile(r"H3(?:-\d[A-Z]?|C\d+)")
# Residues 1 to 41 of histone H3 without its first methionine; the forms differ in x.
H3_TAIL = "ARTKQTARKSTGGKAPRKQLATKAARKSAPxTGGVKKPHRY"
# Names that give the residue of a transcript other than MANE Select (CIViC's HGVS: RUNX1 p.Ala134Pro, FGFR3 p.Tyr373Cys), or a base of
# the coding sequence (GNAS c.393T>C).
ELSEWHERE = frozenset({("RUNX1", "A107P"), ("FGFR3", "Y375C"), ("GNAS", "T393C")})


class NotCertain(ValueError):
    """The name may mean several changes, or a change that no residue says."""


def residue_name(gene: str, word: str) -> str:
    """The change as HGVS counts it.

    Raises
    ------
    NotCertain
        If the name is known to count otherwise, or may.

    Examples
    --------
    >>> residue_name("H3C2", "K27M"), residue_name("H3-3A", "K28M"), residue_name("BRAF", "V600E")
    ('K28M', 'K28M', 'V600E')
    """
    found = NAME.fullmatch(word)
    if found is None:
        return word
    if found[3] == "X" or (gene, word) in ELSEWHERE:
        raise NotCertain(word)
    if H3.fullmatch(gene) is None:
        return word
    ref, number, alt = found[1], int(found[2]), found[3]
    if not 1 < number <= len(H3_TAIL):
        raise NotCertain(word)
    bare, full = H3_TAIL[number - 1] == ref, H3_TAIL[number - 2] == ref
    # Two glycines stand side by side: G34 is always the second, G35 by HGVS, for nobody reports a change of the first.
    if bare and (not full or word.startswith("G34")):
        return f"{ref}{number + 1}{alt}"
    if full and not bare:
        return word
    raise NotCertain(word)


def promoter_change(gene: str, word: str, vocab: Vocabulary) -> str:
    """The coding position of a promoter mutation that is named by a position of the gene (``TERT C228T``); empty for others."""
    known = [a for a in vocab.alleles.named.get((gene, word), ()) if a.change == "promoter" and word in a.also]
    return known[0].hgvs_c if len(known) == 1 else ""
