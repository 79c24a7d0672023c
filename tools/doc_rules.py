"""Pages of the rules that decide: grading schemes, ranking, thresholds, each rendered from the table that is used."""

from __future__ import annotations

from datetime import date
from inspect import getdoc, getmodule

from doc_text import cell, code, page, table

from tumorboard import vocab
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse
from tumorboard.evidence import buckets, concern, own_label, own_tumor, pharmacogenetic, prior, rank, resistance
from tumorboard.evidence.grade import CORE, SCHEMES
from tumorboard.evidence.schemes.rules import Graded, Rule, Scheme
from tumorboard.evidence.standing import standing
from tumorboard.interpret.oncogenicity_codes import CODES, CONTRADICTIONS, EXCLUSIONS
from tumorboard.interpret.oncogenicity_codes import SCHEMES as ONCOGENICITY
from tumorboard.model.context import Context
from tumorboard.model.statement import Guideline, Statement, Study
from tumorboard.vocab.crosswalk import Crosswalk
from tumorboard.wording import words


def rule_pages() -> dict[str, str]:
    """Page by path below ``docs/reference``."""
    return {"grading.md": grading(), "ranking.md": ranking(), "thresholds.md": thresholds()}


def grading() -> str:
    """Every grading scheme, the oncogenicity procedure and the cross-walk."""
    return page(
        "Grading",
        "Every statement is graded in every scheme side by side, by the first rule of the scheme's table that holds; the rule is "
        "printed with the grade. Nothing is converted from one scheme to another. A rule without a grade says that the scheme "
        "gives none here, and why. Each row has a case in `tests/spec/test_grading_tables.py`.",
        f"{', '.join(map(code, CORE))} are always given; "
        "the others are shown when the [policy](../policy.md) names them. The ranking reads the first alone. "
        "[Beside CIViC's assertions and published cases](../knowledge/concordance.md).",
        *(scheme_table(s) for s in SCHEMES.values()),
        propagation(),
        oncogenicity(),
        crosswalk(),
    )


def scheme_table(scheme: Scheme) -> str:
    """The rules of one scheme, in order."""
    module = getmodule(scheme.rules[0].holds)
    about = (getdoc(module) or "") if module else ""
    rows = [(code(r.id), code(r.value), r.reference, _words(r)) for r in scheme.rules]
    order = " > ".join(scheme.order)
    return (
        f"## {scheme.name}\n\n{about}\n\nVersion {scheme.version}; {scheme.reference}."
        + (f" Order: {order}." if order else "")
        + "\n\n"
        + table(("rule", "grade", "stands for", "says"), rows)
    )


def propagation() -> str:
    """What the evidence of each grade comes to in another tumor type."""
    rows = [
        (s.name, code(value), code(there) if there else "none")
        for s in SCHEMES.values()
        for value, there in s.elsewhere
    ]
    return (
        "## Off-label propagation\n\nWhat the evidence behind a grade comes to where it was collected in another tumor type than the "
        "patient's, by the same rules; `oncokb` between solid tumors only. Where the tumor is not known no grade is given that "
        "depends on it. Blood cancers and solid tumors carry no option to each other.\n\n"
        + table(("scheme", "here", "from another tumor type"), rows)
    )


def _words(rule: Rule) -> str:
    """The words of a rule's reason with its parameters' names left in."""
    return words("en").reasons[rule.reason(_any_statement()).code]


def _any_statement() -> Graded:
    """A statement on which every reason can be made; only the reason's code is used."""
    always = parse("Always()", LEAVES)
    made = Statement(
        id="any", kind="item", predicate="sensitivity", biomarker=always, disease=always, context=always, source="any",
        release="2026", guideline=Guideline(name="any"), study=Study(name="any"),
    )  # fmt: skip
    return Graded(made, "same_tumor", standing(made, Context(date(2026, 1, 1), vocab.load())))


def oncogenicity() -> str:
    """Codes, exclusions and classes of the oncogenicity procedure."""
    codes = [(code(c.key), c.label, c.pcgr_label, f"{c.points:+d}") for c in CODES]
    label = {c.key: c.label for c in CODES}
    drops = [(label[present], ", ".join(label[d] for d in dropped)) for present, dropped in EXCLUSIONS]
    limits = [(s.name, f">= {s.oncogenic}", f">= {s.likely_oncogenic}", f">= {s.vus}", f">= {s.likely_benign}", "below")
              for s in ONCOGENICITY.values()]  # fmt: skip
    clashes = ", ".join(f"{label[a]} with {label[b]}" for a, b in CONTRADICTIONS)
    about = (
        "## Oncogenicity\n\nClinGen/CGC/VICC procedure: Horak 2022, Genet Med 24:986, doi:10.1016/j.gim.2022.01.001. Codes are "
        "kept by meaning, for two label sets are in use. A code whose evidence is not at hand is *not assessable*, never *not met*."
    )
    parts = [
        about,
        table(("meaning", "label (Horak)", "label (PCGR)", "points"), codes),
        "Exclusions, in this order; a dropped code displaces nothing:",
        table(("if met", "drops"), drops),
        f"Contradictions are flagged for review, not dropped: {clashes}.",
        table(("scheme", "oncogenic", "likely oncogenic", "VUS", "likely benign", "benign"), limits),
    ]
    return "\n\n".join(parts)


def crosswalk() -> str:
    """The approximate correspondences."""
    pairs = Crosswalk.load().pairs
    rows = [(scheme, value, other, ", ".join(found)) for (scheme, value, other), found in sorted(pairs.items())]
    return (
        "## Cross-walk\n\nApproximate, for readers and exporters; no grade is made by it. What is not listed has no cross-walk: "
        "ESCAT V, OncoKB R2, NCT m1C and m2C, AMP IV.\n\n" + table(("scheme", "value", "in scheme", "values"), rows)
    )


def ranking() -> str:
    """The published order and what moves an option."""
    keys = [(n, code(name), meaning) for n, (name, meaning) in enumerate(_keys(), start=1)]
    terms = words("en").terms
    places = [(n, code(b), terms[f"bucket.{b}"]) for n, b in enumerate(buckets.BUCKETS)]
    return page(
        "Ranking",
        "Options are ordered by one tuple of sort keys, smallest first, printed with every option; the statement's id is last, so "
        "that no two are equal. An option stands where its best statement stands. Each key has a case in "
        "`tests/spec/test_rules_of_ranking.py`.",
        table(("", "key", "smallest first"), [*keys, (len(keys) + 1, code("statement"), "the statement's id")]),
        "The verdict stands late on purpose: an option whose condition is not decided keeps its place and names what is missing. "
        "Rejected options have no rank, and resistance is a list of its own.",
        "## Buckets\n\n" + table(("place", "bucket", "meaning"), places),
        "## What speaks against a therapy\n\n" + _doc(concern),
        "### Treatment so far\n\n" + _doc(prior),
        "### Resistance\n\n" + _doc(resistance),
        "### What this tumor denies\n\n" + _doc(own_tumor),
        "### What its own label refuses\n\n" + _doc(own_label),
        "### Genotypes\n\n" + _doc(pharmacogenetic),
    )


def _keys() -> list[tuple[str, str]]:
    """Keys with their meanings, out of the docstring of `evidence.rank`."""
    found: list[tuple[str, str]] = []
    for line in (getdoc(rank) or "").splitlines():
        name, _, meaning = line.strip().partition(" ")
        if line.startswith("    ") and name in rank.KEYS:
            found.append((name, meaning.strip()))
        elif line.startswith("     ") and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
    missing = set(rank.KEYS) - {name for name, _ in found}
    if missing or [name for name, _ in found] != list(rank.KEYS):
        raise SystemExit(f"evidence/rank.py does not explain its keys in order: {sorted(missing)}")
    return found


def _doc(module: object) -> str:
    """A module's docstring, its indented lines as a block."""
    lines = []
    inside = False
    for line in (getdoc(module) or "").splitlines():
        indented = line.startswith("    ") or (inside and not line.strip())
        if indented and not inside:
            lines.append("```text")
        if inside and not indented and line.strip():
            lines += ["```", ""]
        inside = indented if line.strip() else inside
        lines.append(line.removeprefix("    ") if inside else line)
    return "\n".join([*lines, *(["```"] if inside else [])]).replace("\n\n```\n\n", "\n```\n\n")


def thresholds() -> str:
    """Every dated value."""
    rows = []
    for name, dated in sorted(vocab.load().thresholds.values.items()):
        rows += [(code(name), t.since.isoformat(), f"{t.value:g}", t.unit, cell(t.source), t.confidence) for t in dated]
    return page(
        "Thresholds",
        "Dated, cited values, asked with the assessment date; before the first date the first value holds. A site replaces one by "
        "name in its [policy](../policy.md). *medium*: site policy or debated.",
        table(("name", "from", "value", "unit", "source", "confidence"), rows),
    )
