"""options.tsv: every therapy that was considered; statements.tsv: every statement behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tumorboard.formats.spoken import Spoken
from tumorboard.formats.tsv.cells import Sheet, columns, many
from tumorboard.model.assessment import Assessment, Grade, MarkerStatement, StatementMatch, TherapyOption
from tumorboard.report import facts
from tumorboard.report.agencies import AGENCIES, agencies
from tumorboard.report.values import Absent, Agency, Text


@dataclass(frozen=True, slots=True)
class OptionRecord:
    """One therapy with what its row needs."""

    option: TherapyOption
    spoken: Spoken
    rests_on: tuple[Text, ...]
    agencies: Mapping[str, Agency]

    @property
    def state(self) -> str:
        """kept, rejected, resistance (expected or possible), resistance_rejected."""
        if self.option.predicate != "resistance":
            return "kept" if self.option.kept else "rejected"
        return "resistance" if self.option.kept else "resistance_rejected"

    def grade(self, scheme: str) -> Grade | None:
        """The grade of one scheme."""
        return next((g for g in self.option.grades if g.scheme == scheme), None)

    def said(self, name: str) -> str:
        """A list of reasons in words."""
        return many(self.spoken.word(r) for r in dict.fromkeys(getattr(self.option, name)))


def option_records(assessment: Assessment, spoken: Spoken) -> Iterator[OptionRecord]:
    """Kept options in rank order, then the rejected, then resistance."""
    by_id = dict(facts.alterations(assessment.case))
    for option in (*assessment.options, *assessment.rejected, *assessment.resistance):
        status = {a.name: a for a in agencies(option.approvals, assessment.on)}
        yield OptionRecord(option, spoken, facts.rests_on(option, assessment.case, by_id), status)


SCHEMES = (
    ("amp_2017", "amp_2017", "AMP/ASCO/CAP grade"),
    ("escat_2018", "escat_2018", "ESCAT grade"),
    ("source", "source_level", "level of the source itself"),
)
STATUS = "status on the assessment date: approved, accelerated, conditional, withdrawn, not_approved, not_yet, unknown"
OPTIONS: Sheet[OptionRecord] = Sheet(
    "options.tsv",
    "one therapy that was considered: kept options in rank order, then rejected ones, then resistance",
    columns(
        ("rank", "position from 1; empty when rejected or resistance", lambda r: r.option.rank),
        ("state", "kept, rejected, resistance, resistance_rejected", lambda r: r.state),
        ("therapy", "codes of the agents, joined by ` + `", lambda r: " + ".join(r.option.therapies)),
        ("therapy_class", "class of therapies, when the statement names a class",
         lambda r: "" if r.option.therapies else r.option.matches[0].therapy_class),
        ("therapy_name", "generic names in the language of the report",
         lambda r: r.spoken.plain(facts.of_option(r.option))),
        ("verdict", "met, unknown, not_met: whether the conditions of the best statement hold",
         lambda r: r.option.verdict.name.lower()),
        ("bucket", "kind of support, first sort key of the ranking", lambda r: r.option.bucket),
        ("relation", "same_tumor, tumor_agnostic, other_tumor, unknown_tumor",
         lambda r: r.option.matches[0].relation),
        *(
            (f"{name}{suffix}", f"{what}{of}", lambda r, s=scheme, f=field: getattr(r.grade(s), f, None))
            for scheme, name, what in SCHEMES
            for suffix, of, field in (("", "", "value"), ("_rule", ": rule that gave it", "rule"))
        ),
        *(
            (f"{agency.lower()}{suffix}", f"{agency}: {what}", lambda r, a=agency, f=field: getattr(r.agencies[a], f))
            for agency in AGENCIES
            for suffix, what, field in (
                ("", STATUS, "state"),
                ("_date", "date of that status, where a source gives one", "on"),
                ("_confidence", "how sure the status is", "confidence"),
            )
        ),
        ("rests_on", "findings that the best statement rests on",
         lambda r: many(r.spoken.plain(t) for t in r.rests_on)),
        ("because", "reasons for", lambda r: r.said("because")),
        ("against", "reasons against", lambda r: r.said("against")),
        ("conflicts", "conflicts between sources or directions", lambda r: r.said("conflicts")),
        ("missing", "names of missing facts", lambda r: many(r.option.missing)),
        ("changes", "what would change the option", lambda r: r.said("changes")),
        ("may_change", "time or a clinical act may turn it", lambda r: r.option.may_change),
        ("assumed", "rests on an assumption", lambda r: r.option.assumed),
        ("needs_review", "a person should look", lambda r: r.option.needs_review),
        ("statement", "statement that carries it, or that came nearest", lambda r: r.option.matches[0].statement),
        ("source", "source of that statement", lambda r: r.option.matches[0].source),
        ("release", "release of that source", lambda r: r.option.matches[0].release),
        ("statements", "every statement considered for it", lambda r: many(m.statement for m in r.option.matches)),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """One statement under the therapy it was considered for; `therapy` is empty for diagnosis and prognosis."""

    match: StatementMatch | MarkerStatement
    state: str
    therapy: str
    spoken: Spoken

    def grade(self, scheme: str) -> str:
        """The value of one scheme, empty without one."""
        return next((g.value for g in self.match.grades if g.scheme == scheme), "")


def statement_records(assessment: Assessment, spoken: Spoken) -> Iterator[StatementRecord]:
    """Every statement, in the order of the therapies of options.tsv, then diagnosis and prognosis."""
    for record in option_records(assessment, spoken):
        for match in record.option.matches:
            therapy = " + ".join(match.therapy) or match.therapy_class
            yield StatementRecord(match, record.state, therapy, spoken)
    for marker in assessment.markers:
        yield StatementRecord(marker, "marker", "", spoken)


STATEMENTS: Sheet[StatementRecord] = Sheet(
    "statements.tsv",
    "one statement that was considered, under its therapy",
    columns(
        ("statement", "id of the statement", lambda r: r.match.statement),
        ("therapy", "codes of the agents, or the class; empty for diagnosis and prognosis", lambda r: r.therapy),
        ("state", "state of the therapy as in options.tsv, or marker", lambda r: r.state),
        ("kind", "label, guideline, item, assertion", lambda r: r.match.kind),
        ("predicate", "sensitivity, resistance, diagnostic, prognostic_better, prognostic_worse",
         lambda r: r.match.predicate),
        ("direction", "supports or disputes", lambda r: r.match.direction),
        ("relation", "how its tumors relate to the patient's", lambda r: r.match.relation),
        ("verdict", "met, unknown, not_met", lambda r: r.match.verdict.name.lower()),
        ("biomarker", "verdict of its biomarker", lambda r: r.match.biomarker.verdict.name.lower()),
        ("disease", "verdict of its tumors", lambda r: r.match.disease.verdict.name.lower()),
        ("context", "verdict of line, setting, age ...", lambda r: r.match.context.verdict.name.lower()),
        ("amp_2017", "AMP/ASCO/CAP grade", lambda r: r.grade("amp_2017")),
        ("escat_2018", "ESCAT grade", lambda r: r.grade("escat_2018")),
        ("source_level", "the source's own level", lambda r: r.grade("source")),
        ("reasons", "reasons in words", lambda r: many(r.spoken.word(x) for x in r.match.reasons)),
        ("used", "ids of the facts that carried the biomarker", lambda r: many(sorted(r.match.biomarker.used))),
        ("missing", "facts that the biomarker waits for", lambda r: many(sorted(r.match.biomarker.missing))),
        ("source", "source", lambda r: r.match.source),
        ("release", "release of the source", lambda r: r.match.release),
        ("citations", "kind and reference of each citation",
         lambda r: many(f"{c.kind}:{c.ref}" for c in r.match.citations)),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MissingRecord:
    """One missing fact."""

    place: int
    missing: str
    what: str
    bucket: str
    regimens: tuple[tuple[str, ...], ...]


def missing_records(assessment: Assessment, spoken: Spoken) -> Iterator[MissingRecord]:
    """Missing facts, most decisive first."""
    for place, step in enumerate(assessment.next_steps, start=1):
        yield MissingRecord(place, step.missing, spoken.word(Absent(step.missing)), step.best_bucket, step.decides)


MISSING: Sheet[MissingRecord] = Sheet(
    "missing.tsv",
    "one missing fact, most decisive first",
    columns(
        ("order", "place in the list, from 1", lambda r: r.place),
        ("missing", "name of the fact, `family.item:detail`", lambda r: r.missing),
        ("what", "the test to order or the fact to record, in words", lambda r: r.what),
        ("best_bucket", "best kind of support that waits for it", lambda r: r.bucket),
        ("count", "number of therapies it would decide", lambda r: len(r.regimens)),
        ("therapies", "those therapies by code", lambda r: many(" + ".join(t) for t in r.regimens)),
    ),
)
