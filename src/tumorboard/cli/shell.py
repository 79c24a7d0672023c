"""What every command shares: the one place where errors become messages and exit codes, the date, progress, options."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tumorboard.cli import speech
from tumorboard.errors import InputError, TumorboardError

if TYPE_CHECKING:
    from pathlib import Path

    from tumorboard.issues import Issue, Severity

F = TypeVar("F", bound=Callable[..., Any])


def shielded(command: F) -> F:
    """A command whose planned errors end as one message with a remedy and the exit code of their kind, no traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except TumorboardError as error:
            if isinstance(error, InputError):
                print_issues(error.issues)
            code = f" {error.code}" if error.code else ""
            speech.say("error{code}: {what}", err=True, code=code, what=speech.error(str(error)))
            if error.remedy:
                click.echo(f"  {speech.error(error.remedy)}", err=True)
            sys.exit(error.exit_code)
        except BrokenPipeError:
            sys.exit(0)

    return run  # type: ignore[return-value]


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or the usual usage error."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(speech.text("expected a day as YYYY-MM-DD"), param, ctx)


def today() -> date:
    """The day on which the command runs: the only clock of the program."""
    return datetime.now().astimezone().date()  # noqa: TID251  the shell is where the date comes from


on_option = click.option("--on", type=Day(), help="Assess as of this day (default: today).")
jurisdiction_option = click.option(
    "--jurisdiction", default="", metavar="fda,ema,nmpa", help="Rank by the strictest of these agencies."
)
policy_option = click.option("--policy", type=click.Path(), help="The institution's policy file (docs/policy.md).")
strict_option = click.option("--strict", is_flag=True, help="Stop when anything in the input is doubtful.")


def agencies(text: str) -> tuple[str, ...]:
    """The agencies of ``fda,ema``."""
    return tuple(t for t in text.replace(" ", ",").split(",") if t)


def print_issues(issues: Iterable[Issue], *, err: bool = True) -> None:
    """Every issue as three lines: code, gravity and place; what; remedy."""
    said = None
    for issue in issues:
        said = said or speech.words()
        says, remedy = said.issue(issue)
        place = issue.place
        at = [speech.text(place.file)]
        at += [speech.told("line {number}", number=place.line)] if place.line is not None else []
        at += [speech.told("record {number}", number=place.record)] if place.record is not None else []
        at += [place.field] if place.field else []
        click.echo(f"{speech.text(issue.severity.value)} {issue.code} {', '.join(at)}", err=err)
        click.echo(f"    {says}", err=err)
        click.echo(f"    -> {remedy}", err=err)


def counted(counts: Mapping[Severity, int]) -> str:
    """How many issues there are of each gravity."""
    return ", ".join(f"{n} {speech.text(gravity.value)}" for gravity, n in counts.items())


def tell_unread(issues: Iterable[Issue]) -> None:
    """Ends with the exit code of an unusable input when part of it was not read: the answer stands, but not on all of it."""
    from tumorboard.issues import Severity

    errors = [i for i in issues if i.severity is Severity.ERROR]
    if errors:
        print_issues(errors)
        speech.say("error: part of the input could not be used; what it holds is not known to this answer", err=True)
        sys.exit(InputError.exit_code)


def write_text(path: Path, text: str) -> None:
    """The file with the same bytes on every system, its folder made if need be.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(
            speech.told("{file} cannot be written", file=path.name), remedy="Give another place with -o."
        ) from error


@contextmanager
def patience(what: str) -> Iterator[None]:
    """On a terminal, from the second second on, says what is being done and for how long; silent otherwise."""
    if not sys.stderr.isatty():
        yield
        return
    said = speech.text(what)
    done = threading.Event()
    begun = time.monotonic()

    def tell() -> None:
        while not done.wait(1.0):
            seconds = int(time.monotonic() - begun)
            sys.stderr.write(f"\r{said} ... {seconds} s")
            sys.stderr.flush()

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()
        sys.stderr.write("\r" + " " * (2 * len(said) + 20) + "\r")
        sys.stderr.flush()
