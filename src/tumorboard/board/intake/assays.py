"""Specimens and assays: what was declared, and what a file without an assay record implies.

An implied assay is undeclared: what it found is found, what it did not find stays unknown (docs/architecture.md section 5).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tumorboard.board.intake import words
from tumorboard.board.intake.desk import Desk, plain
from tumorboard.board.intake.received import Intake, Received
from tumorboard.model.specimen import Assay, AssayStatus, Specimen, SpecimenKind
from tumorboard.wire.case_file import AssayEntry

IMPLIED = "specimen"

LOST = ("malformed", "not_understood")


def specimens(desk: Desk, intake: Intake) -> dict[str, Specimen]:
    """The specimens by id; a repeated id is an error and the first stays.

    Where none is declared, a file that measured purity or ploidy implies one of unknown kind: without it six copies in a
    tumor of three would count as an amplification.
    """
    found: dict[str, Specimen] = {}
    for n, entry in enumerate(intake.file.specimens, start=1):
        where = f"specimens[{n}]"
        if entry.id in found:
            desk.error("CAS040", f"{where}.id")
            continue
        kind = desk.word(words.SPECIMEN, entry.kind, f"{where}.kind") or "unknown"
        found[entry.id] = Specimen(**{**dict(entry), "kind": SpecimenKind(kind)})
    profiles = [r.profile for r in intake.received]
    if not intake.file.specimens and any(p.purity is not None or p.ploidy is not None for p in profiles):
        found[IMPLIED] = Specimen(id=IMPLIED)
    return found


def placed(desk: Desk, intake: Intake, known: Mapping[str, Specimen]) -> tuple[Received, ...]:
    """What was read, each with the specimen it is of: as written, else that of its assay, else the only tumor specimen."""
    declared = {a.id: a.specimen for a in intake.file.assays}
    tumors = [s.id for s in known.values() if s.kind is not SpecimenKind.NORMAL]
    found = []
    for received in intake.received:
        assay = received.assay
        if assay and assay not in declared:
            desk.error("CAS041", f"{received.where}.assay")
            assay = ""
        specimen = received.specimen or declared.get(assay, "")
        if specimen and specimen not in known:
            desk.error("CAS042", f"{received.where}.specimen")
            specimen = ""
        if not specimen and len(tumors) == 1:
            specimen = tumors[0]
        found.append(replace(received, specimen=specimen, assay=assay))
    return tuple(sorted(found, key=_own_order))


def _own_order(received: Received) -> tuple[object, ...]:
    """An order that does not depend on how the entries were listed: files by name and content, then words."""
    source = received.source
    told = (source.name, source.sha256) if source else ("", "")
    return (source is None, *told, received.specimen, received.profile.negatives)


def measured(desk: Desk, known: Mapping[str, Specimen], received: Sequence[Received]) -> dict[str, Specimen]:
    """The specimens with purity and ploidy that a file measured, where the case file is silent."""
    found = dict(known)
    for r in received:
        specimen = found.get(r.specimen)
        if specimen is None:
            continue
        profile = r.profile
        if profile.purity is not None:
            if specimen.purity is None:
                specimen = replace(specimen, purity=profile.purity)
            elif abs(specimen.purity - profile.purity) > 0.2:
                desk.warning("CAS043", r.where, specimen=specimen.id)
        if profile.ploidy is not None and specimen.ploidy is None:
            specimen = replace(specimen, ploidy=profile.ploidy)
        found[r.specimen] = specimen
    return found


def assays(
    desk: Desk, intake: Intake, known: Mapping[str, Specimen], received: Sequence[Received]
) -> tuple[tuple[Assay, ...], tuple[Received, ...]]:
    """Declared assays and one undeclared assay for each file without one; what was read then names its assay."""
    found: dict[str, Assay] = {}
    for n, entry in enumerate(intake.file.assays, start=1):
        where = f"assays[{n}]"
        if entry.id in found:
            desk.error("CAS040", f"{where}.id")
            continue
        if entry.specimen and entry.specimen not in known:
            desk.error("CAS042", f"{where}.specimen")
        found[entry.id] = _declared(desk, entry, where, intake.gene_lists)
    named: list[Received] = []
    for r in received:
        covered = bool(r.assay)
        if not r.assay and r.source is not None:
            identifier = _free(f"file{len(named) + 1}", found)
            found[identifier] = Assay(id=identifier, specimen=r.specimen, declared=False, kinds=r.profile.kinds)
            r = replace(r, assay=identifier)
        if r.source is None and _newer(r, found.get(r.assay)):
            identifier = _free(f"typed{len(named) + 1}", found)
            found[identifier] = _of_words(identifier, r, found.get(r.assay))
            r = replace(r, assay=identifier)
        if r.assay:
            found[r.assay] = _with_file(found[r.assay], r)
            if _lost(r):
                desk.error("CAS047", r.where, file=r.source.name if r.source else "")
                found[r.assay] = replace(found[r.assay], declared=False)
        if r.assay and r.profile.doubted:
            doubted = found[r.assay].doubted_genes | r.profile.doubted
            found[r.assay] = replace(found[r.assay], doubted_genes=doubted)
        if covered and r.profile.negatives:
            stated = found[r.assay].stated_negative | set(r.profile.negatives)
            found[r.assay] = replace(found[r.assay], stated_negative=stated)
        for kind in () if covered else sorted({kind for _, kind in r.profile.negatives}):
            identifier = _free(f"typed{len(named) + 1}", found)
            found[identifier] = _from_negatives(identifier, r, kind)
            r = r if r.assay else replace(r, assay=identifier)
        named.append(r)
    return tuple(found.values()), tuple(named)


def _declared(desk: Desk, entry: AssayEntry, where: str, lists: Mapping[str, tuple[str, ...]]) -> Assay:
    if not entry.kinds:
        desk.warning("CAS044", f"{where}.kinds")
    kinds = (desk.word(words.KIND, k, f"{where}.kinds[{n}]") for n, k in enumerate(entry.kinds, start=1))
    status = desk.word(words.STATUS, entry.status, f"{where}.status") or "done"
    fusion = entry.fusion_genes
    exons = ((desk.gene(g, f"{where}.exons"), tuple(sorted(set(e)))) for g, e in entry.exons.items())
    kept = {"id", "specimen", "name", "method", "date", "min_vaf", "min_purity", "tumor_fraction_adequate"}
    kept |= {"white_cell_control", "matched_normal", "panel_mb"}
    return Assay(
        status=AssayStatus(status),
        genes=_genes(desk, entry, where, lists),
        kinds=frozenset(k for k in kinds if k),
        fusion_genes=None if fusion is None else desk.genes(fusion, f"{where}.fusion_genes"),
        regions=frozenset(entry.regions),
        exons=tuple(sorted((g, e) for g, e in exons if g)),
        failed_genes=desk.genes(entry.failed_genes, f"{where}.failed_genes"),
        assembly=desk.word(words.ASSEMBLY, entry.assembly, f"{where}.assembly"),
        **{name: getattr(entry, name) for name in kept},
    )


def _genes(desk: Desk, entry: AssayEntry, where: str, lists: Mapping[str, tuple[str, ...]]) -> frozenset[str] | None:
    """Covered genes; None for all of them.  An assay that lists none covers none: absence then means nothing."""
    if entry.genes_file:
        return desk.genes(lists.get(entry.genes_file, ()), f"{where}.genes_file")
    if entry.genes is None:
        desk.warning("CAS045", f"{where}.genes")
        return frozenset()
    if len(entry.genes) == 1 and plain(entry.genes[0]) in words.EVERY_GENE:
        return None
    return desk.genes(entry.genes, f"{where}.genes")


def _with_file(assay: Assay, r: Received) -> Assay:
    profile = r.profile
    annotated = assay.annotated
    if profile.annotated is not None and annotated is not False:
        annotated = profile.annotated
    files = (*assay.files, r.source.name) if r.source else assay.files
    return replace(
        assay,
        specimen=assay.specimen or r.specimen,
        annotated=annotated,
        annotation_tool=assay.annotation_tool or profile.annotation_tool,
        assembly=assay.assembly or profile.assembly,
        files=tuple(dict.fromkeys(files)),
    )


def _lost(r: Received) -> bool:
    """Whether a record of the file could not be read: it may have held what then seems to be absent."""
    return any(r.profile.tally.get(reason, 0) for reason in LOST)


def _newer(r: Received, assay: Assay | None) -> bool:
    """Whether words bear a date of their own that their assay does not tell."""
    told = r.profile
    if r.date is None or not (told.variants or told.copy_numbers or told.fusions or told.splice_events):
        return False  # a measurement carries its date itself, a negative result makes a test of its own
    return assay is None or assay.date is None or assay.date.latest < r.date.earliest


def _of_words(identifier: str, r: Received, assay: Assay | None) -> Assay:
    """The record that dates a finding in words: what the assay is known for, absences apart."""
    if assay is None:
        return Assay(id=identifier, specimen=r.specimen, declared=False, date=r.date, kinds=r.profile.kinds)
    return replace(assay, id=identifier, declared=False, date=r.date, files=())


def _from_negatives(identifier: str, r: Received, kind: str) -> Assay:
    """A negative result in words is the record of a test that looked for exactly that; one test a kind of event."""
    genes = frozenset(gene for gene, k in r.profile.negatives if k == kind)
    return Assay(
        id=identifier,
        specimen=r.specimen,
        date=r.date,
        genes=genes,
        fusion_genes=genes,
        kinds=frozenset({kind}),
        stated_negative=frozenset((gene, kind) for gene in genes),
    )


def _free(name: str, taken: Mapping[str, object]) -> str:
    while name in taken:
        name += "_"
    return name
