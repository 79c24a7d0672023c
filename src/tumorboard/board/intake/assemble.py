"""A `Case` from a case file and what was read: every word a code, every fact once, every doubt an issue."""

from __future__ import annotations

from tumorboard.board.intake import (
    alterations,
    assays,
    expression,
    lesions,
    measurements,
    person,
    persons,
    research,
    treatment,
)
from tumorboard.board.intake.contradictions import contradictions
from tumorboard.board.intake.desk import Desk
from tumorboard.board.intake.received import Intake
from tumorboard.issues import Parsed
from tumorboard.model.case import Case
from tumorboard.model.disease import Disease
from tumorboard.vocab import Vocabulary

NOT_INTERPRETABLE = "not_interpretable"


def assemble(intake: Intake, vocab: Vocabulary) -> Parsed[Case]:
    """The case, not yet interpreted, and what was doubtful on the way; a case comes out whatever was doubtful."""
    desk = Desk(intake.name, vocab)
    file = intake.file
    patient = person.patient(desk, file)
    diagnosis = person.diagnosis(desk, file.diagnosis)
    declared = assays.specimens(desk, intake)
    received = assays.placed(desk, intake, declared)
    specimens = assays.measured(desk, declared, received)
    every_assay, received = assays.assays(desk, intake, specimens, received)
    gathered = alterations.gather(
        received,
        specimens,
        every_assay,
        chip_genes=_chip_genes(vocab, diagnosis.disease),
        measurements=(*measurements.biomarkers(desk, file), *person.results_in_name(desk, file)),
    )
    if gathered.joined:
        desk.info("CAS050", facts=gathered.joined)
    persons.one_person(desk, received, patient.sex)
    tumor, normal = (expression.chosen(desk, received, specimens, normal=n) for n in (False, True))
    if normal.values is not None or file.research is not None:
        research.tables(desk, (tumor.values, tumor.unit), (normal.values, normal.unit))
    assemblies = {r.profile.assembly for r in received if r.profile.assembly}
    case = Case(
        id=file.case,
        patient=patient,
        diagnosis=diagnosis,
        performance=person.performance(desk, file),
        specimens=tuple(specimens[s] for s in sorted(specimens)),
        assays=tuple(sorted(every_assay, key=lambda a: a.id)),
        variants=gathered.variants,
        copy_numbers=gathered.copy_numbers,
        fusions=gathered.fusions,
        splice_events=gathered.splice_events,
        biomarkers=gathered.biomarkers,
        courses=treatment.courses(desk, file),
        labs=person.labs(desk, file),
        lesions=lesions.lesions(desk, file),
        conditions=person.conditions(file),
        medications=tuple(sorted(file.medications)),
        reproduction=person.reproduction(desk, file),
        statements=person.statements(file),
        germline_consent=file.germline_consent,
        completeness=person.completeness(desk, file),
        assembly=assemblies.pop() if len(assemblies) == 1 else "",
        not_interpretable_count=sum(r.profile.tally.get(NOT_INTERPRETABLE, 0) for r in received),
        expression=tumor.values,
        expression_unit=tumor.unit,
        expression_specimen=tumor.specimen,
        normal_expression=normal.values,
        normal_expression_unit=normal.unit,
        normal_expression_specimen=normal.specimen,
        research=research.research(
            desk,
            file,
            intake.reference,
            intake.predictors,
            undecided=tuple(of for of, one in (("tumor", tumor), ("normal", normal)) if one.undecided),
        ),
        sources=tuple(sorted((r.source for r in received if r.source), key=lambda s: (s.name, s.sha256))),
    )
    contradictions(desk, case)
    return Parsed(case, tuple(desk.issues))


def _chip_genes(vocab: Vocabulary, disease: Disease | None) -> frozenset[str]:
    entry = vocab.diseases.entries.get(disease.code) if disease else None
    return frozenset() if entry is not None and entry.solid is False else vocab.chip_genes.genes
