"""Mutational signatures of a table of catalogs, on the site's own table or that of an installed package.

Nothing of the tables is shipped: the package SigProfilerAssignment brings them (extra ``signatures``), or the site names a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from random import Random

from tumorboard.criteria.measured import threshold
from tumorboard.errors import InputError, NotFound
from tumorboard.formats.channels import channel_table
from tumorboard.interpret.signatures import Assignment, Reference, assign
from tumorboard.model.context import Context

PACKAGE = "SigProfilerAssignment"
HEADER = ("sample", "mutations", "cosine", "signature", "explains", "low", "high", "share", "note")


def packaged(version: str, assembly: str, *, exome: bool = False) -> Path:
    """The installed package's table of single-base substitutions.

    Raises
    ------
    NotFound
        If the package is not installed, or brings no such table.
    """
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise NotFound(
            f"{PACKAGE} is not installed", remedy="Install tumorboard[signatures], or name a table with --table."
        )
    name = f"COSMIC_v{version}_SBS_{assembly}{'_exome' if exome else ''}.txt"
    path = Path(spec.origin).parent / "data" / "Reference_Signatures" / assembly / name
    if not path.is_file():
        raise NotFound(f"{PACKAGE} brings no {name}", remedy="Choose another --release or --assembly.")
    return path


def reference(path: Path, *, only: Sequence[str] = ()) -> Reference:
    """The signatures of a table, or those that are named.

    Raises
    ------
    NotFound
        If there is no such file, or no signature of a name.
    InputError
        If it is no table of signatures.
    """
    shares = _read(path)
    unknown = sorted(set(only) - set(shares))
    if unknown:
        raise NotFound(
            f"{path.name} has no signature {', '.join(unknown)}", remedy="Name signatures as the table does."
        )
    try:
        return Reference({name: shares[name] for name in (only or shares)})
    except ValueError as error:
        raise InputError(f"{path.name}: {error}", remedy="Give a table of signatures, each adding up to 1.") from error


def rows(catalogs: Path, table: Reference, context: Context, *, seed: int, resamples: int) -> Iterator[tuple[str, ...]]:
    """A row for each signature of each sample; one that says why for a sample with too few mutations to tell.

    Raises
    ------
    NotFound
        If there is no such file.
    InputError
        If it is no table of whole counts.
    """
    least, sure = (threshold(context, f"signature_{name}_mutations") for name in ("min", "sure"))
    for sample, counts in _read(catalogs).items():
        if any(n != int(n) for n in counts):
            raise InputError(f"{catalogs.name} holds shares, not counts", remedy="Give numbers of mutations.")
        total = int(sum(counts))
        if total < least:
            yield (sample, str(total), "", "unknown", "", "", "", "", f"fewer than {least:g} mutations")
            continue
        # Each sample draws for itself, so that its interval does not depend on the others of the table.
        found = assign([int(n) for n in counts], table, uniform=Random(f"{seed}:{sample}").random, resamples=resamples)
        yield from _told(sample, found, f"fewer than {sure:g} mutations: uncertain" if total < sure else "")


def _told(sample: str, found: Assignment, note: str) -> Iterator[tuple[str, ...]]:
    if not found.exposures:
        yield (
            sample,
            str(found.mutations),
            "0.000",
            "unknown",
            "",
            "",
            "",
            "",
            "no signature of the table explains it",
        )
    for e in found.exposures:
        shown = (f"{e.mutations:.0f}", f"{e.low:.0f}", f"{e.high:.0f}", f"{e.mutations / found.mutations:.3f}")
        yield (sample, str(found.mutations), f"{found.cosine:.3f}", e.signature, *shown, note)


def _read(path: Path) -> dict[str, tuple[float, ...]]:
    try:
        return dict(channel_table(path.read_text("utf-8").splitlines(), name=path.name))
    except FileNotFoundError as error:
        raise NotFound(f"there is no file {path.name}", remedy="Check the path.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name} is no text", remedy="Give a tab-separated table.") from error
