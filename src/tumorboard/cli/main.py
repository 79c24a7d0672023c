"""The program ``tumorboard``: one command a use case, each loaded only when it is called."""

from __future__ import annotations

import atexit
import gc
from importlib import import_module

import click

from tumorboard import __version__

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
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_) for name, (_, help_) in COMMANDS.items()])


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
def main() -> None:
    """A tumor's molecular profile and the patient's clinical facts in; graded, ranked, explained options out.

    Works offline. Patients' data stay where they are.
    """
    # A run lives for a second and its values hold no cycles: looking for them would take a third of that second.  At the
    # end the interpreter looks once more, collector or not, at whatever is not frozen: a tenth of a second for nothing.
    gc.disable()
    atexit.register(gc.freeze)
