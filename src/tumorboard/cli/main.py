"""The program ``tumorboard``: one command a use case, each loaded only when it is called."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any

import click

from tumorboard import __version__
from tumorboard.cli import speech

COMMANDS = {
    "report": ("tumorboard.cli.report", "Interpret a case and write its report."),
    "options": ("tumorboard.cli.options", "Options for a tumor type and findings in words, without files."),
    "cohort": ("tumorboard.cli.cohort", "Interpret every sample of a table into one therapy table."),
    "explain": ("tumorboard.cli.explain", "Why, or why not, one therapy on one case."),
    "check": ("tumorboard.cli.check", "Every issue of a case's input, with remedies."),
    "trials": ("tumorboard.cli.trials", "Trial documents: what they say, and their traps."),
    "knowledge": ("tumorboard.cli.knowledge", "What the knowledge in use says, and where it is from."),
    "reinterpret": ("tumorboard.cli.reinterpret", "Cases whose options change between releases of knowledge."),
    "registry": ("tumorboard.cli.registry", "Cases, decisions and outcomes of a board, nothing overwritten."),
    "audit": ("tumorboard.cli.audit", "The audit log: does it hold, and as FHIR AuditEvents."),
    "serve": ("tumorboard.cli.serve", "The board's pages and API, for one laptop or a department."),
    "users": ("tumorboard.cli.users", "Accounts of the pages and the API: people, roles, API tokens."),
    "signatures": ("tumorboard.cli.signatures", "Mutational signatures of a table of the 96 substitutions."),
    "outcomes": ("tumorboard.cli.outcomes", "Response, survival, PFS ratio, matched against unmatched."),
    "expression": ("tumorboard.cli.expression", "Expression methods on a site's tables: scores, subtypes, DDPP."),
    "annotate": ("tumorboard.cli.annotate", "Add consequences to a VCF with the site's reference."),
}


class Lazy(click.Group):
    """A group whose commands are imported when they are called: `--help` stays instant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order in which a user needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command; None for a name that is none."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(COMMANDS[cmd_name][0]).command
        accept_language(found)
        if speech.language() == speech.ENGLISH:
            return found
        from tumorboard.cli import localized

        speech.SPEECH.set(replace(speech.SPEECH.get(), command=cmd_name))
        return localized.command(found)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands without importing them."""
        with formatter.section(speech.text("Commands")):
            formatter.write_dl([(name, speech.text(help_)) for name, (_, help_) in COMMANDS.items()])

    def main(self, args: Sequence[str] | None = None, *more: Any, **options: Any) -> Any:
        """The program, in the language that is asked for; what it was before is so again afterwards."""
        given = sys.argv[1:] if args is None else list(args)
        before = speech.SPEECH.set(speech.of(given, os.environ))
        try:
            return self._spoken().run(given, *more, **options)
        finally:
            speech.SPEECH.reset(before)

    def run(self, args: Sequence[str], *more: Any, **options: Any) -> Any:
        """The program in the language that is set."""
        return super().main(args, *more, **options)

    def _spoken(self) -> Lazy:
        if speech.language() == speech.ENGLISH:
            return self
        from tumorboard.cli import localized

        localized.speak()
        made = localized.command(self)
        assert isinstance(made, Lazy)
        return made


class Language(click.ParamType[str]):
    """A language that there is a catalog for."""

    name = "en|zh-Hans"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """As it is written."""
        return self.name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The tag, or the usual usage error."""
        from tumorboard.wording.languages import LANGUAGES, chosen

        tag = chosen(str(value))
        return tag or self.fail(
            speech.told("there is no catalog of this language; known are {known}", known=", ".join(LANGUAGES)),
            param,
            ctx,
        )


LANGUAGE_HELP = "Language of all that is shown (default: TUMORBOARD_LANGUAGE, the policy file, the terminal's)."
language_option = click.option("--language", type=Language(), expose_value=False, help=LANGUAGE_HELP)


def accept_language(command: click.Command) -> None:
    """Lets a command, and those below it, take ``--language``, which `speech.of` has read already; once."""
    if not any("--language" in p.opts for p in command.params):
        command.params.append(click.Option(["--language"], type=Language(), expose_value=False, help=LANGUAGE_HELP))
    for below in getattr(command, "commands", {}).values():
        accept_language(below)


EPILOG = """\b
Examples:
  tumorboard options --disease LUAD "EGFR L858R" "TP53 R175H"
  tumorboard report examples/luad-egfr -o out/luad
  tumorboard report --file tumor.vcf.gz --disease COAD -o out/coad
  tumorboard explain examples/luad-egfr osimertinib

Research use only. These are options with their evidence; only a tumor board recommends."""


@click.command(
    cls=Lazy, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(__version__, prog_name="tumorboard")
@language_option
def main() -> None:
    """A tumor's molecular profile and the patient's clinical facts in; graded, ranked, explained options out.

    Works offline. Patients' data stay where they are.
    """
    # A run lives for a second and its values hold no cycles: looking for them would take a third of that second.  At the
    # end the interpreter looks once more, collector or not, at whatever is not frozen: a tenth of a second for nothing.
    gc.disable()
    atexit.register(gc.freeze)
