"""``tumorboard knowledge``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tumorboard.cli import shell, speech
from tumorboard.errors import InputError, KnowledgeError

if TYPE_CHECKING:
    from tumorboard.issues import Parsed
    from tumorboard.knowledge.store import Snapshot


@click.group("knowledge", epilog="""\b
Examples:
  tumorboard knowledge list
  tumorboard knowledge list --gene EGFR
  tumorboard knowledge show TB.NSCLC.EGFR.001
  tumorboard knowledge fetch civic --release 2024-08-01
  tumorboard knowledge refused civic 2024-08-01 --reason phenotype_not_asked
  tumorboard knowledge import civic carried-in/ && tumorboard knowledge use civic 2024-08-01""")  # fmt: skip
def command() -> None:
    """What the knowledge in use says, and where it is from."""


@command.command("list")
@click.option("--gene", default="", help="Only statements that speak of this gene or marker.")
@click.option("--therapy", default="", help="Only statements on this drug.")
@shell.shielded
def list_(gene: str, therapy: str) -> None:
    """Tables and packs in use with release, license and hash; with --gene or --therapy, their statements."""
    from tumorboard.app import assessing, browsing

    asked = gene or therapy
    found = browsing.statements(assessing.workbench(), gene=gene, therapy=therapy) if asked else browsing.releases()
    for line in found:
        click.echo(line)


@command.command("show")
@click.argument("statement")
@shell.shielded
def show(statement: str) -> None:
    """One STATEMENT in full: conditions, approvals, grades' ground, citations, and where each field is from."""
    from tumorboard.app import assessing, browsing

    for line in browsing.statement(assessing.workbench(), statement, speech.words()):
        click.echo(line)


@command.command("import")
@click.argument("source")
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option("--release", default="", help="The release, where the files do not say it.")
@shell.shielded
def import_(source: str, paths: tuple[str, ...], release: str) -> None:
    """Make a snapshot of SOURCE from files or a folder that were carried in, and print what became of every item."""
    from tumorboard.app import snapshots

    with shell.patience("importing"):
        files = snapshots.expand([Path(p) for p in paths])
        _told(snapshots.add(source, files, release=release, on=shell.today()))


@command.command("fetch")
@click.argument("source")
@click.option("--release", default="", help="A release as YYYY-MM-DD (default: the newest).")
@click.option("--mirror", default="", help="Address of a mirror of the source's site (HTTPS).")
@click.option("--api", is_flag=True, help="The present state from the source's query interface (civic).")
@shell.shielded
def fetch(source: str, release: str, mirror: str, api: bool) -> None:
    """Fetch a release of SOURCE from its own site; an interrupted fetch goes on where it broke off."""
    from tumorboard.app import snapshots

    def progress(name: str, have: int, total: int | None) -> None:
        if sys.stderr.isatty():
            of = f" of {total >> 10}" if total else ""
            click.echo(f"\r{name}: {have >> 10}{of} kB", nl=have == total, err=True)

    if api:
        if release:
            raise InputError("a query interface has no releases", remedy="Leave --release or --api out.")
        _told(snapshots.fetch_api(source, on=shell.today(), mirror=mirror, progress=progress))
        return
    _told(snapshots.fetch(source, release=release, on=shell.today(), mirror=mirror, progress=progress))


def _told(made: Parsed[Snapshot]) -> None:
    from tumorboard import vocab
    from tumorboard.app import snapshots

    snapshot = made.value
    assert snapshot is not None
    shell.print_issues(made.issues)
    m = snapshot.manifest
    speech.say(
        "{name}: {files} files, sha256 {hash}", name=f"{m.source} {m.release}", files=len(m.files), hash=m.sha256
    )
    for line in snapshots.told(snapshot, vocab.load()):
        click.echo(line)
    speech.say("Use it with: tumorboard knowledge use {source} {release}", source=m.source, release=m.release)


@command.command("refused")
@click.argument("source")
@click.argument("release")
@click.option("--reason", default="", help="Only this reason.")
@shell.shielded
def refused(source: str, release: str, reason: str) -> None:
    """Every item of a snapshot that became no statement, with its reason."""
    from tumorboard.app import browsing

    for line in browsing.refused(source, release, reason):
        click.echo(line)


@command.command("use")
@click.argument("source")
@click.argument("release")
@shell.shielded
def use(source: str, release: str) -> None:
    """Let every run use RELEASE of SOURCE; `none` uses none."""
    from tumorboard.app import snapshots

    snapshots.store().use(source, "" if release == "none" else release)
    click.echo(f"{source}: {release}")


@command.command("verify")
@shell.shielded
def verify() -> None:
    """Check every snapshot's files against their hashes."""
    from tumorboard.app import snapshots

    wrong = False
    for line, whole in snapshots.verified():
        click.echo(line)
        wrong = wrong or not whole
    if wrong:
        sys.exit(KnowledgeError.exit_code)


@command.command("remove")
@click.argument("source")
@click.argument("release")
@shell.shielded
def remove(source: str, release: str) -> None:
    """Remove a snapshot that is not in use."""
    from tumorboard.app import snapshots

    snapshots.store().remove(source, release)
    speech.say("{source} {release} is gone", source=source, release=release)


@command.command("variants")
@click.argument("source")
@click.argument("release")
@click.argument("gene")
@shell.shielded
def variants(source: str, release: str, gene: str) -> None:
    """Variants of GENE that a snapshot lists: place, HGVS, types, groups, ClinVar ids."""
    from tumorboard.app import snapshots

    for line in snapshots.variants(source, release, gene):
        click.echo(line)


@command.command("diff")
@click.argument("source")
@click.argument("one")
@click.argument("other")
@click.option("--gene", default="", help="Only what speaks of this gene or marker.")
@click.option("--disease", default="", help="Only what names this tumor type (OncoTree code).")
@click.option("--therapy", default="", help="Only what names this drug.")
@click.option(
    "--by", default="", type=click.Choice(["", "gene", "disease", "therapy"]), help="Count instead of listing."
)
@shell.shielded
def diff(source: str, one: str, other: str, gene: str, disease: str, therapy: str, by: str) -> None:
    """What appeared, vanished or changed in SOURCE between releases ONE and OTHER."""
    from tumorboard import vocab
    from tumorboard.app import snapshot_diff, snapshots

    place, vocabulary = snapshots.store(), vocab.load()
    one_library, other_library = (snapshots.library(place.get(source, r), vocabulary) for r in (one, other))
    found = snapshot_diff.difference(one_library, other_library)
    drug = (vocabulary.therapies.resolve(therapy) or therapy.casefold()) if therapy else ""
    wanted = {"gene": gene, "disease": disease, "therapy": drug}
    for line in snapshot_diff.lines(snapshot_diff.only(found, wanted), by=by):
        click.echo(line)


@command.command("check-pack")
@click.option("--release", default="", help="Release of CIViC (default: the one in use).")
@click.option(
    "--verdict", default="", type=click.Choice(["", "agree", "differ", "no counterpart"]), help="Only such rows."
)
@click.option("--page", default="", type=click.Path(), help="Write the comparison as a page.")
@shell.shielded
def check_pack(release: str, verdict: str, page: str) -> None:
    """Compare each row of the pack with CIViC's assertions and evidence: agree, differ (and why), no counterpart."""
    from tumorboard import vocab
    from tumorboard.app import pack_checking

    chosen, found = pack_checking.compared(release, vocab.load())
    if page:
        Path(page).write_text(pack_checking.page(chosen, found), encoding="utf-8", newline="\n")
    for line in pack_checking.lines(chosen, found, verdict=verdict):
        click.echo(line)
    pack_checking.unexplained(found)


@command.command("oncokb")
@click.argument("gene")
@click.argument("change")
@click.option("--disease", default="", help="Tumor type: OncoTree code.")
@click.option("--url", default="", help="Address of the interface (default: oncokb.org).")
@shell.shielded
def oncokb_(gene: str, change: str, disease: str, url: str) -> None:
    """Ask OncoKB, with the site's own token, about one CHANGE of GENE; the answer is shown and not stored."""
    from tumorboard.app import oncokb_asking

    for line in oncokb_asking.answered(gene, change, disease, url=url):
        click.echo(line)
