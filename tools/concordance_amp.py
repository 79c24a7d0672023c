"""CIViC's assertions as gold cases of the AMP/ASCO/CAP tiers: our grade of the same claim beside theirs.

Ours is the best of two: the evidence items that the assertion sums up, each by its own level, and the pack's statements of
the same agents (or kind of marker), an overlapping alteration and a tumor type that holds the assertion's.  Each by the rules
of ``evidence/schemes/amp_2017.py``, on the day of the release.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from table_writer import source_rows

from tumorboard import vocab
from tumorboard.criteria.combinators import Always
from tumorboard.criteria.leaves import LEAVES
from tumorboard.evidence.grade import SCHEMES
from tumorboard.evidence.schemes.rules import Graded
from tumorboard.evidence.standing import standing
from tumorboard.formats.reports import Reports
from tumorboard.interpret.pipeline import interpret
from tumorboard.knowledge import pack_loader
from tumorboard.knowledge.pack_check.compare import ancestors
from tumorboard.knowledge.pack_check.records import disease
from tumorboard.knowledge.sources.civic.source import assertion_tables, evidence_tables, release_of
from tumorboard.knowledge.sources.civic.tables import Item, read_assertions, read_items
from tumorboard.model.alteration import Fusion
from tumorboard.model.case import Case, Diagnosis
from tumorboard.model.context import Context
from tumorboard.model.disease import Disease
from tumorboard.model.knowledge import Knowledge
from tumorboard.model.statement import Statement
from tumorboard.model.verdict import Verdict
from tumorboard.testing.short_case import short_case

AMP = SCHEMES["amp_2017"]
PREDICATES = {
    "Sensitivity/Response": "sensitivity",
    "Resistance": "resistance",
    "Positive": "diagnostic",
    "Poor Outcome": "prognostic_worse",
    "Better Outcome": "prognostic_better",
}
RELATIONS = {Verdict.MET: "same_tumor", Verdict.NOT_MET: "other_tumor", Verdict.UNKNOWN: "unknown_tumor"}
# A patient has one change where the name is of several.
EXAMPLES = {
    "FLT3 ITD": "FLT3 exon 14 insertion",
    "FLT3 D835": "FLT3 D835Y",
    "NUTM1 Fusion": "NUTM1 BRD4::NUTM1",
}


@dataclass(frozen=True)
class Compared:
    """One assertion with its tier, ours by the items and by the pack, and why they differ where they do."""

    release: str
    name: str
    claim: str
    theirs: str
    items: str
    pack: str
    ours: str
    reason: str

    @property
    def agrees(self) -> bool:
        """Whether the tiers are the same."""
        return self.theirs == self.ours


def compared(folders: Iterable[Path]) -> list[Compared]:
    """Every assertion with a tier, release by release."""
    why = {(row["release"], row["assertion"]): row["reason"] for row in source_rows("amp_differences")}
    return [c for folder in folders for c in _release(folder, why)]


def _release(folder: Path, why: Mapping[tuple[str, str], str]) -> Iterator[Compared]:
    files = sorted(p for p in folder.iterdir() if ".tsv" in p.name)
    release = release_of(files)
    items = {i.id: i for path in evidence_tables(files) for i in read_items(path, Reports(path.name))}
    context = Context(date.fromisoformat(release), vocab.load())
    for path in assertion_tables(files):
        for a in read_assertions(path, Reports(path.name)):
            if a.level and a.significance in PREDICATES:
                yield _compared(a, items, context, release, why)


def _compared(
    a: Item, items: Mapping[str, Item], context: Context, release: str, why: Mapping[tuple[str, str], str]
) -> Compared:
    by_items = _best(_of_item(a, items[i], context) for i in a.items if i in items and _supports(a, items[i]))
    by_pack = _best(_of_pack(a, context))
    ours = min(by_items, by_pack, key=AMP.place)
    return Compared(
        release=release,
        name=a.name,
        claim=_claim(a),
        theirs=a.level.removeprefix("Tier ").replace(" - Level ", "-"),
        items=by_items,
        pack=by_pack,
        ours=ours,
        reason=why.get((release, a.name), ""),
    )


def _claim(a: Item) -> str:
    return f"{a.profile.strip()}; {a.disease}; {a.therapies.replace(',', ' + ') or a.significance}"


def _supports(a: Item, item: Item) -> bool:
    return item.direction == "Supports" and item.type == a.type and item.significance == a.significance


def _best(given: Iterable[str]) -> str:
    return min(given, key=AMP.place, default="")


def _statement(a: Item, level: str) -> Statement:
    always = Always()
    return Statement(
        id=a.name, kind="item", predicate=PREDICATES[a.significance], biomarker=always, disease=always, context=always,
        source="civic", release="", strength=("civic_level", level),
    )  # fmt: skip


def _of_item(a: Item, item: Item, context: Context) -> str:
    made = _statement(a, item.level)
    return AMP.grade(Graded(made, _relation(a, item, context), standing(made, context))).value


def _relation(a: Item, item: Item, context: Context) -> str:
    """How an item's tumor stands to the assertion's: what is said of an ancestor holds for its descendants."""
    here, there = (_code(one, context) for one in (a, item))
    if a.disease.casefold() == item.disease.casefold():
        return "same_tumor"
    if there == "":
        entry = context.vocab.diseases.entries.get(here or "")
        blood = entry is not None and entry.solid is False
        return "other_tumor" if blood and "solid" in item.disease.casefold() else "same_tumor"
    if not here or there is None:
        return "unknown_tumor"
    if there == here or there in ancestors(here, context.vocab.diseases):
        return "same_tumor"
    return "unknown_tumor" if here in ancestors(there, context.vocab.diseases) else "other_tumor"


def _code(item: Item, context: Context) -> str | None:
    """The OncoTree code of a disease; empty for any cancer, None when unknown to us."""
    generic = disease(item, context.vocab.diseases) == ""
    return "" if generic else context.vocab.diseases.resolve(item.disease) or disease(item, context.vocab.diseases)


def _of_pack(a: Item, context: Context) -> Iterator[str]:
    code = _code(a, context)
    case = replace(_case(a), diagnosis=Diagnosis(disease=Disease(code=code) if code else None))
    case = interpret(case, Knowledge(), context)
    agents = frozenset(context.vocab.therapies.resolve(n) for n in a.therapies.split(",") if n)
    for made in pack_loader.load(LEAVES).statements:
        if made.predicate != PREDICATES[a.significance] or agents != frozenset(made.therapy) or made.therapy_class:
            continue
        if made.biomarker.check(case, context).verdict is Verdict.MET:
            relation = RELATIONS[made.disease.check(case, context).verdict] if code else _agnostic(made)
            yield AMP.grade(Graded(made, relation, standing(made, context))).value


def _case(a: Item) -> Case:
    """A patient who has what the assertion speaks of and nothing else; no alteration where its name is not one to us."""
    gene, _, what = EXAMPLES.get(a.profile.strip(), a.profile.strip()).partition(" ")
    five, both, three = what.partition("::")
    if both or {"fusion", "fusions", "rearrangement"} & set(what.casefold().split()):
        pair = (five, three) if both else ("", gene)
        fusion = Fusion(id="f1", five_prime=pair[0], three_prime=pair[1], in_frame=True, kinase_retained=True)
        return replace(short_case("tested"), fusions=(fusion,))
    fact = f"{gene} 20 copies" if what.casefold() == "amplification" else f"{gene} {what}"
    try:
        return short_case(f"tested; {fact}")
    except ValueError:
        return short_case("tested")


def _agnostic(made: Statement) -> str:
    """An assertion about any tumor is met by a label for any tumor alone."""
    return "tumor_agnostic" if made.tumor_agnostic else "other_tumor"
