"""Gene leaves of CTML as criteria: mutations, copy numbers, rearrangements, wild type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tumorboard.criteria.combinators import Not
from tumorboard.criteria.leaves.codon_mutated import CodonMutated
from tumorboard.criteria.leaves.exon_mutated import ExonMutated
from tumorboard.criteria.leaves.fusion_in import FusionIn
from tumorboard.criteria.leaves.gene_altered import GeneAltered
from tumorboard.criteria.leaves.gene_amplified import GeneAmplified
from tumorboard.criteria.leaves.gene_deleted import GeneDeleted
from tumorboard.criteria.leaves.protein_change_in import ProteinChangeIn
from tumorboard.formats.trials.ctml.classes import ALTERING_CLASSES, KNOWN_CLASSES
from tumorboard.formats.trials.ctml.values import every, some
from tumorboard.genome.protein import protein_change, short_text
from tumorboard.model.verdict import Criterion

if TYPE_CHECKING:
    from tumorboard.formats.trials.ctml.genomic import Asked

_COPIES = ("amplification", "gain", "homozygous_deletion", "loss")
_ANY = ("variant", *_COPIES, "fusion")
_CALLS = {
    "high amplification": "amplification",
    "high level amplification": "amplification",
    "homozygous deletion": "homozygous_deletion",
    "low amplification": "gain",
    "gain": "gain",
    "heterozygous deletion": "loss",
}
_OF_A_CHANGE = frozenset({"protein_change", "wildcard_protein_change", "exon", "variant_classification"})
_LISTED = frozenset({"High Amplification", "Low Amplification", "Homozygous Deletion", "Heterozygous Deletion"})
_CODON = re.compile(r"(?:p\.)?[ACDEFGHIKLMNPQRSTVWY]([1-9]\d{0,4})")


def read(asked: Asked) -> Criterion:
    """The leaf without its exclamation marks."""
    if asked.category == "fusion":
        return _rearranged(asked)
    gene = _gene(asked, asked.keys.get("hugo_symbol"))
    if gene is None:
        return asked.open_
    asked.add("CTML096")
    if asked.keys.get("variant_classification") not in ALTERING_CLASSES | {None}:
        # A silent or intronic change is no alteration of the gene to any criterion: only a person can tell.
        return _unaltering(asked)
    if _wild_type(asked):
        # Wild type at one place does not deny a mutation at another: with a place named, only a person can tell.
        return asked.open_ if _rest(asked) else Not(GeneAltered((gene,), ("variant",)))
    found = _copies(asked, gene) if asked.category == "copies" else _changes(asked, gene)
    return every([*found, *_rest(asked)])


def _unaltering(asked: Asked) -> Criterion:
    said = asked.keys["variant_classification"]
    if said not in KNOWN_CLASSES:
        asked.add("CTML073", value=str(said))
    if asked.category == "mutation":
        asked.add("CTML077")
    return asked.open_


def _rest(asked: Asked) -> list[Criterion]:
    """What no criterion carries, for a person."""
    if "molecular_function" in asked.keys:
        asked.add("CTML095")
        asked.left.append("molecular_function")
    return [asked.open_] if asked.left else []


def _gene(asked: Asked, said: object) -> str | None:
    if said is None:
        asked.add("CTML061")
        return None
    symbol = asked.vocab.genes.approved(str(said))
    if symbol != said:
        asked.add("CTML060", value=str(said), symbol=symbol or "")
    return symbol


def _wild_type(asked: Asked) -> bool:
    said = asked.keys.get("wildtype")
    if said is not None and not isinstance(said, bool):
        asked.add("CTML076", value=str(said))
        if str(said).lower() not in {"true", "false"}:
            asked.left.append("wildtype")
            return False
        said = str(said).lower() == "true"
    wanted = said is True or asked.category == "wild_type"
    if wanted:
        asked.add("CTML081")
        asked.left += sorted(asked.keys.keys() & {*_OF_A_CHANGE, "cnv_call"})
    return wanted


def _changes(asked: Asked, gene: str) -> list[Criterion]:
    if "cnv_call" in asked.keys and not asked.category:
        return _copies(asked, gene)
    detail = _details(asked, gene)
    if "cnv_call" in asked.keys:
        asked.left.append("cnv_call")
    if asked.category == "mutation":
        asked.add("CTML077")
        return detail or [GeneAltered((gene,), ("variant",))]
    asked.add("CTML066" if asked.category == "any" else "CTML064")
    return detail or [GeneAltered((gene,), _ANY)]


def _details(asked: Asked, gene: str) -> list[Criterion]:
    """What a mutation must be.  Several keys must hold of one change: beside the first, a person looks."""
    if {"protein_change", "wildcard_protein_change"} <= asked.keys.keys():
        asked.add("CTML067", keys=("protein_change", "wildcard_protein_change"))
    found = [*_protein(asked, gene), *_codon(asked, gene), *_exon_and_class(asked, gene)]
    if len(found) > 1:
        asked.left.append("together")
    return found


def _protein(asked: Asked, gene: str) -> list[Criterion]:
    said = asked.keys.get("protein_change")
    if said is None:
        return []
    change = protein_change(str(said))
    short = short_text(change) if change is not None else ""
    if f"p.{short}" != said:
        asked.add("CTML068", value=str(said))
    try:
        return [ProteinChangeIn(gene, (short,))]
    except ValueError:
        asked.left.append("protein_change")
        return []


def _codon(asked: Asked, gene: str) -> list[Criterion]:
    said = asked.keys.get("wildcard_protein_change")
    if said is None:
        return []
    found = _CODON.fullmatch(str(said))
    if found is None:
        asked.add("CTML070", value=str(said))
        asked.left.append("wildcard_protein_change")
        return []
    asked.add("CTML069", value=str(said))
    return [CodonMutated(gene, (int(found.group(1)),), types="any")]


def _exon_and_class(asked: Asked, gene: str) -> list[Criterion]:
    exon, said = _exon(asked), asked.keys.get("variant_classification")
    within = {"In_Frame_Del": "deletion", "In_Frame_Ins": "insertion", None: "any"}
    if exon is not None and said in within:
        return [ExonMutated(gene, (exon,), types=within[said if isinstance(said, str) else None])]
    found: list[Criterion] = [ExonMutated(gene, (exon,))] if exon is not None else []
    if said == "Missense_Mutation":
        found.append(GeneAltered((gene,), ("missense",)))
    elif said is not None:
        asked.left.append("variant_classification")
    return found


def _exon(asked: Asked) -> int | None:
    said = asked.keys.get("exon")
    if said is None:
        return None
    asked.add("CTML072")
    if isinstance(said, bool) or not isinstance(said, int | float) or said % 1 != 0:
        asked.add("CTML071", value=str(said))
    written = re.fullmatch(r"\s*([1-9]\d{0,3})(?:\.0)?\s*", str(said))
    if written is None:
        asked.left.append("exon")
        return None
    return int(written.group(1))


def _copies(asked: Asked, gene: str) -> list[Criterion]:
    asked.left += sorted(asked.keys.keys() & _OF_A_CHANGE)
    said = asked.keys.get("cnv_call")
    if said is None:
        return [GeneAltered((gene,), _COPIES)]
    if said not in _LISTED:
        asked.add("CTML074", value=str(said))
    kind = _CALLS.get(str(said).lower())
    if kind == "amplification":
        asked.add("CTML075")
        return [GeneAmplified(gene)]
    if kind == "homozygous_deletion":
        return [GeneDeleted(gene)]
    # A gain is no amplification and a loss no deep deletion, but how few copies are one is nowhere said.
    asked.left.append("cnv_call")
    return [GeneAltered((gene,), _COPIES)]


def _rearranged(asked: Asked) -> Criterion:
    asked.left += sorted(asked.keys.keys() & {*_OF_A_CHANGE, "cnv_call", "wildtype"})
    said = [asked.keys.get(k) for k in ("hugo_symbol", "fusion_partner_hugo_symbol")]
    if said == [None, None]:
        asked.add("CTML062")
        return asked.open_
    asked.add("CTML086")
    asked.add("CTML096")
    named = [s for s in said if s is not None and str(s).lower().replace("_", " ") != "any gene"]
    if any(str(s).lower() == "intergenic" for s in named):
        asked.left.append("intergenic")
        named = [s for s in named if str(s).lower() != "intergenic"]
    genes = [_gene(asked, s) for s in named]
    known = [g for g in genes if g is not None]
    if not known or len(known) < len(genes):
        return every([*(GeneAltered((g,), ("fusion",)) for g in known), asked.open_])
    if len(known) == 1:
        return every([GeneAltered((known[0],), ("fusion",)), *_rest(asked)])
    asked.add("CTML088")
    return every([_pair(asked, *known), *_rest(asked)])


def _pair(asked: Asked, gene: str, partner: str) -> Criterion:
    """One fusion of both in either order: settled by a fusion in frame, or where one of them is not rearranged at all."""
    both = every([*(GeneAltered((g,), ("fusion",)) for g in (gene, partner)), asked.open_])
    return some([FusionIn((gene,), partners=(partner,)), FusionIn((partner,), partners=(gene,)), both])
