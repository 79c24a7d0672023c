"""``tumorboard outcomes``."""

from __future__ import annotations

from datetime import date
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tumorboard.cli import shell, speech

if TYPE_CHECKING:
    from tumorboard.app.outcomes import Made

_path = click.Path(path_type=Path)
_out = click.option("-o", "--out", type=_path, help="Folder for the page, the tables, the JSON and the pictures.")
_unit = click.option("--unit", type=click.Choice(["days", "weeks", "months", "years"]), default="months", show_default=True,
                     help="Of every time in the table.")  # fmt: skip


MOST_DAYS = 36_525  # a hundred years


class Number(click.FloatRange):
    """A number of a range; neither infinity nor *not a number*, which no comparison with the limits refuses."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number."""
        found = super().convert(value, param, ctx)
        if not isfinite(found):
            self.fail(speech.text("expected a finite number"), param, ctx)
        return found


@click.group("outcomes", epilog="""\b
Examples:
  tumorboard outcomes rate 18 66 --null 0.15
  tumorboard outcomes response lesions.csv --sd-days 42 --confirm-days 28 --most-missing 0 --accept-sd no --missing-as-ne no --gap-days none -o out
  tumorboard outcomes survival times.csv --group arm --covariate age -o out
  tumorboard outcomes pfs-ratio lines.csv -o out
  tumorboard outcomes matched patients.csv --landmark 30 --landmark 60 --covariate ecog -o out
  tumorboard outcomes dashboard -o out

Research use only. The tables and their columns: docs/formats/outcomes.md.""")  # fmt: skip
def command() -> None:
    """Response, survival, PFS ratio, and matched against unmatched, from tables."""


def _research_use_only() -> None:
    click.echo(speech.words().term("report.ruo_short"))


def _end(made: Made, out: Path | None) -> None:
    """The front of the page in the terminal, the issues on the other stream, and the files."""
    from tumorboard import vocab
    from tumorboard.app import outcomes
    from tumorboard.formats.spoken import Spoken
    from tumorboard.report.outcomes import summary

    shell.print_issues(i for i in made.issues if i.code != "TBL011")
    spoken = Spoken(speech.words(), vocab.load().therapies, {})
    for line in summary.lines(made.report, spoken.plain):
        click.echo(line)
    if made.opinions:
        click.echo("what\tours\tlifelines\tagrees")
        for o in made.opinions:
            click.echo(f"{o.what}\t{o.ours:.6f}\t{o.theirs:.6f}\t{'yes' if o.agrees else 'NO'}")
    _research_use_only()
    if out is not None:
        for path in outcomes.write(made, out, language=speech.language()):
            click.echo(str(path))


@command.command("rate", epilog="""\b
Examples:
  tumorboard outcomes rate 18 66 --null 0.15
  tumorboard outcomes rate 16 69 --against 12 38""")  # fmt: skip
@click.argument("x", type=click.IntRange(min=0))
@click.argument("n", type=click.IntRange(min=1))
@click.option("--null", type=Number(0, 1, min_open=True, max_open=True), help="Exact tests against this proportion.")
@click.option(
    "--against", type=(click.IntRange(min=0), click.IntRange(min=1)), help="Fisher's exact test against X of N."
)
@click.option("--confidence", type=Number(0.5, 0.999), default=0.95, show_default=True)
@shell.shielded
def rate(x: int, n: int, null: float | None, against: tuple[int, int] | None, confidence: float) -> None:
    """X of N with every interval, and exact tests."""
    from tumorboard.outcomes import rates

    for count, total in ((x, n), *([against] if against else [])):
        if count > total:
            raise click.UsageError(
                speech.told("{x} of {n} cannot be: the count is larger than the number", x=count, n=total)
            )
    click.echo(f"estimate\t{x / n:.7f}")
    for method, interval in rates.INTERVALS.items():
        found = interval(x, n, confidence=confidence)
        click.echo(f"{method}\t{found.low:.7f}\t{found.high:.7f}")
    if null is not None:
        click.echo(f"p, one-sided exact, null {null:g}\t{rates.binomial_at_least(x, n, null):.7f}")
        click.echo(f"p, two-sided exact, null {null:g}\t{rates.binomial_two_sided(x, n, null):.7f}")
    if against is not None:
        click.echo(f"p, Fisher exact against {against[0]}/{against[1]}\t{rates.fisher_exact(x, n, *against):.7f}")
    _research_use_only()


_yes_no = click.Choice(["yes", "no"])


class Days(click.ParamType[int]):
    """A number of days, or ``none``."""

    name = "DAYS|none"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The days; -1 for none."""
        if str(value).lower() == "none":
            return -1
        if str(value).isascii() and str(value).isdecimal() and int(value) <= MOST_DAYS:
            return int(value)
        self.fail(speech.told("expected a number of days up to {most}, or none", most=MOST_DAYS), param, ctx)


@command.command("response", epilog="""\b
Example:
  tumorboard outcomes response lesions.csv --patients patients.csv --sd-days 42 --confirm-days 28 --most-missing 1 \\
      --accept-sd no --missing-as-ne yes --gap-days 126 -o out

The six rules are the protocol's: none of them has a default.""")  # fmt: skip
@click.argument("lesions", type=_path)
@click.option("--patients", type=_path, help="Start, end, death and last contact of each patient.")
@click.option("--irecist", is_flag=True, help="Progression must be confirmed (iRECIST).")
@click.option(
    "--sd-days", type=click.IntRange(0, MOST_DAYS), required=True, help="Least days from the start for stable disease."
)
@click.option(
    "--confirm-days", type=Days(), required=True, help="Least days to the confirming assessment; none: not confirmed."
)
@click.option(
    "--most-missing",
    type=click.IntRange(min=0),
    required=True,
    help="Assessments not evaluable between the two, at most.",
)
@click.option("--accept-sd", type=_yes_no, required=True, help="Whether one stable disease may stand between the two.")
@click.option("--missing-as-ne", type=_yes_no, required=True, help="Whether no assessment counts as not evaluable.")
@click.option(
    "--gap-days",
    type=Days(),
    required=True,
    help="Most days without an assessment before progression or death (two missed ones); later it is censored. none: no limit.",
)
@_out
@shell.on_option
@shell.strict_option
@shell.shielded
def response(
    lesions: Path, patients: Path | None, irecist: bool, out: Path | None, on: date | None, strict: bool, **asked: Any
) -> None:
    """Time points, best responses, rates, waterfall, spider and swimmer from LESIONS by visit."""
    from tumorboard.app import outcomes
    from tumorboard.model.response import ResponseRules

    confirm, gap = (None if asked[name] < 0 else asked[name] for name in ("confirm_days", "gap_days"))
    rules = ResponseRules(
        asked["sd_days"],
        confirm,
        asked["most_missing"],
        asked["accept_sd"] == "yes",
        asked["missing_as_ne"] == "yes",
        gap,
    )
    made = outcomes.response(lesions, rules, on=on or shell.today(), patients=patients, immune=irecist, strict=strict)
    _end(made, out)


@command.command("survival", epilog="""\b
Examples:
  tumorboard outcomes survival times.csv --group arm -o out
  tumorboard outcomes survival clinical.tsv --patient PATIENT_ID --time OS_MONTHS --event OS_STATUS --group SUBTYPE --at 60""")  # fmt: skip
@click.argument("table", type=_path)
@click.option("--group", default="", help="Column whose words are the groups.")
@click.option("--stratum", default="", help="Column of strata for the log-rank test.")
@click.option("--covariate", "covariates", multiple=True, help="Column for the Cox model; may be repeated.")
@click.option("--patient", default="patient", help="Column of the patient's id.")
@click.option("--time", default="time", help="Column of the time.")
@click.option("--event", default="event", help="Column of the event: yes or no.")
@click.option("--endpoint", default="", help="What the curves show, for the axis: Overall survival ...")
@click.option("--at", multiple=True, type=Number(min=0), help="Time at which shares are told; may be repeated.")
@click.option("--tau", type=Number(min=0, min_open=True), help="Horizon of the restricted means.")
@click.option("--ties", type=click.Choice(["efron", "breslow", "exact"]), default="efron", show_default=True)
@click.option("--confidence", type=Number(0.5, 0.999), default=0.95, show_default=True, help="Of all intervals.")
@click.option("--second-opinion", is_flag=True, help="The same by lifelines beside it (extra: outcomes).")
@click.option("--limits", type=click.Choice(["log", "log_log", "plain"]), default="log", show_default=True)
@_unit
@_out
@shell.on_option
@shell.strict_option
@shell.shielded
def survival(table: Path, out: Path | None, on: date | None, strict: bool, **asked: Any) -> None:
    """Kaplan-Meier curves, log-rank test and Cox model of a TABLE of times and events."""
    from tumorboard.app import outcomes

    columns = {name: asked.pop(name) for name in ("patient", "time", "event")}
    made = outcomes.survival(
        table, outcomes.SurvivalAsked(columns=columns, **asked), on=on or shell.today(), strict=strict
    )
    _end(made, out)


@command.command("pfs-ratio", epilog="""\b
Example:
  tumorboard outcomes pfs-ratio lines.csv --null 0.15 -o out""")  # fmt: skip
@click.argument("table", type=_path)
@click.option("--null", type=Number(0, 1, min_open=True, max_open=True), default=0.15, show_default=True,
              help="Proportion that the exact test is against.")  # fmt: skip
@click.option("--tau", type=Number(min=0, min_open=True), help="Horizon of the restricted means, days.")
@click.option("--gap-days", type=Number(min=0, min_open=True),
              help="Most days without a scan before an event (two missed ones); a later one is censored. Without it every event counts, and the page says so.")  # fmt: skip
@click.option("--interval", "intervals", multiple=True, default=("clopper_pearson", "wilson"), show_default=True,
              type=click.Choice(["clopper_pearson", "wilson", "jeffreys", "wald"]), help="Of the proportions; may be repeated.")  # fmt: skip
@_out
@shell.on_option
@shell.strict_option
@shell.shielded
def pfs_ratio(table: Path, out: Path | None, on: date | None, strict: bool, **asked: Any) -> None:
    """PFS on the matched line against the line before, with the ratio's censoring told."""
    from tumorboard.app import outcomes

    _end(outcomes.ratios(table, on=on or shell.today(), strict=strict, **asked), out)


class CutOff(click.ParamType[Any]):
    """A number with its comparator: ``>50`` or ``>=60``."""

    name = ">NUMBER|>=NUMBER"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The threshold."""
        from tumorboard.formats.cells import parse_number
        from tumorboard.outcomes.pfs_ratio import Threshold

        text = str(value).replace(" ", "")
        strict = not text.startswith(">=")
        found = parse_number(text[1:] if strict else text[2:])
        if not text.startswith(">") or found is None:
            self.fail(speech.text("expected a comparator and a number, as >50 or >=60"), param, ctx)
        return Threshold(found, strict)


@command.command("matched", epilog="""\b
Examples:
  tumorboard outcomes matched patients.csv --landmark 60 --covariate ecog --covariate prior_lines -o out
  tumorboard outcomes matched patients.csv --score matching_score --cut-off '>=60' --landmark 60""")  # fmt: skip
@click.argument("table", type=_path)
@click.option(
    "--landmark",
    "landmarks",
    multiple=True,
    type=Number(min=0, min_open=True),
    help="Time of a landmark; may be repeated.",
)
@click.option("--covariate", "covariates", multiple=True, help="Column known on day 0; may be repeated.")
@click.option("--score", default="", help="Column of a matching score, instead of the column matched.")
@click.option(
    "--cut-off", type=CutOff(), help="What the score must reach: >50 (I-PREDICT 2019), >=60 (I-PREDICT 2021)."
)
@_unit
@_out
@shell.on_option
@shell.strict_option
@shell.shielded
def matched(table: Path, out: Path | None, on: date | None, strict: bool, **asked: Any) -> None:
    """Matched against unmatched patients: immortal time and selection first, landmarks, then the naive comparison."""
    from tumorboard.app import outcomes

    if bool(asked["score"]) != (asked["cut_off"] is not None):
        raise click.UsageError(speech.text("--score and --cut-off go together"))
    _end(outcomes.matched(table, on=on or shell.today(), strict=strict, **asked), out)


@command.command("registry", epilog="""\b
Examples:
  tumorboard outcomes registry --endpoint os -o os.csv
  tumorboard outcomes matched os.csv --landmark 60 --unit days -o out

Only patients who agreed to research; each case taken out stands in the audit log. Day 0 is the board's first decision.""")  # fmt: skip
@click.option("--endpoint", type=click.Choice(["os", "pfs"]), required=True, help="Death, or progression and death.")
@click.option("-o", "--out", type=_path, required=True, help="The table, .csv, as `outcomes matched` reads it.")
@click.option("--by", default="", help="Who does this (default: the name of this account).")
@shell.shielded
def registry(endpoint: str, out: Path, by: str) -> None:
    """Times, events and matched therapies of a registry as a table."""
    import getpass

    from tumorboard.app import outcome_registry
    from tumorboard.cli.registry_seat import seat_of
    from tumorboard.errors import InputError
    from tumorboard.reasons import Reason

    found = outcome_registry.taken(seat_of(by or getpass.getuser()), endpoint)
    try:
        out.write_text(found.text(), encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError("the table cannot be written", remedy="Give another path with -o.") from error
    for code, count in found.left_out:
        why = speech.words().reason(Reason.of(code))
        speech.say("left out: {count}, {why}", err=True, count=count, why=why)
    speech.say("{count} patients: {file}", count=len(found.rows), file=out)
    _research_use_only()


@command.command("dashboard", epilog="""\b
Example:
  tumorboard outcomes dashboard --gene EGFR --gene KRAS -o out

Only patients who agreed to research; each case taken in stands in the audit log.""")  # fmt: skip
@click.option(
    "--gene", "genes", multiple=True, help="Approved symbol; repeatable (default: those altered in most cases)."
)
@click.option(
    "--least", type=click.IntRange(2, 100), default=5, show_default=True, help="Counts from 1 to below it are withheld."
)
@click.option("--by", default="", help="Who does this (default: the name of this account).")
@_out
@shell.on_option
@shell.shielded
def dashboard(genes: tuple[str, ...], least: int, by: str, out: Path | None, on: date | None) -> None:
    """A registry's practice: options, responses, time to report, findings, survival by finding."""
    import getpass

    from tumorboard import vocab
    from tumorboard.app import outcome_dashboard
    from tumorboard.cli.registry_seat import seat_of
    from tumorboard.errors import InputError
    from tumorboard.reasons import Reason

    unknown = [g for g in genes if vocab.load().genes.approved(g) != g]
    if unknown:
        raise InputError("a gene is named by no approved symbol", remedy="Give approved symbols: ERBB2, not HER2.")
    day = on or shell.today()
    found = outcome_dashboard.gathered(seat_of(by or getpass.getuser()), on=day, genes=genes)
    for code, count in found.left_out:
        why = speech.words().reason(Reason.of(code))
        speech.say("left out: {count}, {why}", err=True, count=count, why=why)
    _end(outcome_dashboard.made(found, on=day, least=least), out)


@command.command("published", epilog="""\b
Example:
  tumorboard outcomes published

Exit code 10 when a number of ours is not the printed one.""")  # fmt: skip
@shell.shielded
def published() -> None:
    """Published numbers of WINTHER, von Hoff, FUTURE and I-PREDICT beside ours."""
    from tumorboard.errors import InputError
    from tumorboard.outcomes.published import ROWS

    click.echo("study\twhat\tprinted\tours\tagrees\tsource\tconfidence")
    for row in ROWS:
        agrees = {True: "yes", False: "NO", None: "-"}[row.agrees]
        click.echo("\t".join((row.study, row.what, row.printed, row.ours(), agrees, row.source, row.confidence)))
    _research_use_only()
    if any(row.agrees is False for row in ROWS):
        raise InputError("a number of ours is not the printed one", remedy="Report this as a fault of the program.")
