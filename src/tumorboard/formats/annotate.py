"""Consequences for an un-annotated VCF: bcftools csq on the site's own reference and gene models.

bcftools comes inside pysam and runs in a child process of this Python: after one failing call every later one in the
same process fails too, and what it prints must be caught.  Records are annotated one by one (``--local-csq``): a VCF of a
tumor rarely states phase, and joining unphased changes would invent haplotypes; changes that share a codon are found
again when the result is read.

Nothing is said here about agreement with Ensembl VEP, which was not measured.

Source: Danecek and McCarthy 2017, Bioinformatics 33:2037; bcftools 1.24 manual; measured behavior in standards.md 3.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tumorboard.errors import InputError, NotFound, ToolError
from tumorboard.formats.readers.vcf.lines import blocks
from tumorboard.formats.reports import Reports

# The child runs this, with the arguments of one bcftools or samtools command.
CHILD = """
import sys
from importlib import import_module
group, command, *rest = sys.argv[1:]
getattr(import_module("pysam." + group), command)(*rest, catch_stdout=False)
"""
TIMEOUT_SECONDS = 3600


def annotate_vcf(vcf: Path, fasta: Path, gff: Path, out: Path) -> Path:
    """`out` holds the records of `vcf` with a ``BCSQ`` annotation; bgzip'ed when its name ends in ``.gz``.

    Parameters
    ----------
    fasta
        Reference sequence of the assembly the VCF is on, plain or bgzip'ed; indexed in passing when it has no index.
    gff
        Gene models in Ensembl's GFF3 dialect (``ID=transcript:...``, ``Parent=gene:...``, ``biotype=``).

    Returns
    -------
    `out`.

    Raises
    ------
    NotFound
        If a file is absent.
    InputError
        If `out` would overwrite an input, or the FASTA is compressed with plain gzip.
    ToolError
        If bcftools fails; its own words are in the message.
    """
    for path in (vcf, fasta, gff):
        if not path.is_file():
            raise NotFound(f"{path.name} is not there", remedy="Check the path.")
    if out.resolve() in {path.resolve() for path in (vcf, fasta, gff)}:
        raise InputError(f"{out.name} would overwrite an input", remedy="Give another name for the output.")
    with TemporaryDirectory(prefix="tumorboard-annotate-") as folder:
        reference = _indexed(fasta, Path(folder))
        made = Path(folder) / "annotated.vcf"
        kind = "z" if out.suffix in {".gz", ".bgz"} else "b" if out.suffix == ".bcf" else "v"
        prefixes = (_prefix(_first_name(vcf)), _prefix(_first_name(gff)), _prefix(_fasta_name(reference)))
        names = ",".join(prefixes) if len(set(prefixes)) > 1 else "0"
        options = ["--local-csq", "--samples", "-", "--unify-chr-names", names, "--output-type", kind]
        places = ["--fasta-ref", str(reference), "--gff-annot", str(gff), "--output", str(made)]
        _run("bcftools", "csq", *options, *places, str(vcf), doing="annotating")
        if not made.is_file() or made.stat().st_size == 0:
            raise ToolError("bcftools csq wrote nothing", remedy=REMEDY)
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(made.read_bytes())
    return out


def _indexed(fasta: Path, folder: Path) -> Path:
    """The FASTA with an index beside it: as it is, or linked into `folder` where an index can be written."""
    index = Path(f"{fasta}.fai")
    with fasta.open("rb") as stream:
        head = stream.read(4)
    if head.startswith(b"\x1f\x8b") and not head.startswith(b"\x1f\x8b\x08\x04"):
        raise InputError(
            f"{fasta.name} is compressed with gzip, which cannot be indexed",
            remedy="Decompress it, or compress it with bgzip.",
        )
    if index.is_file():
        return fasta
    linked = folder / fasta.name
    linked.symlink_to(fasta.resolve())
    _run("samtools", "faidx", str(linked), doing="indexing the reference")
    return linked


def _prefix(name: str) -> str:
    """How bcftools is told to strip a chromosome name: ``chr``, or ``-`` for not at all."""
    return name[:3] if name[:3].lower() == "chr" else "-"


def _first_name(table: Path) -> str:
    """The chromosome of the first record of a VCF or GFF."""
    for _, lines in blocks(table, Reports(table.name)):
        for line in lines:
            if line and not line.startswith("#"):
                return line.partition("\t")[0]
    return ""


def _fasta_name(fasta: Path) -> str:
    with Path(f"{fasta}.fai").open(encoding="utf-8") as stream:
        return stream.readline().partition("\t")[0]


REMEDY = (
    "Use the FASTA and an Ensembl GFF3 of the assembly the VCF was called on; "
    "chromosome names must agree up to `chr`, and the VCF must be readable by bcftools."
)


def _run(group: str, command: str, *arguments: str, doing: str) -> None:
    words = [sys.executable, "-c", CHILD, group, command, *arguments]
    try:
        done = subprocess.run(words, capture_output=True, timeout=TIMEOUT_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise ToolError(f"{group} {command} did not finish in an hour", remedy=REMEDY) from error
    if done.returncode != 0:
        raise ToolError(f"{doing} failed: {_own_words(done.stderr)}", remedy=REMEDY)


def _own_words(stderr: bytes) -> str:
    """What the tool called its error, else the end of what it said; not the traceback around it."""
    text = stderr.decode("utf-8", "replace").replace("\\n", "\n").replace("\\t", " ")
    lines = [line.strip(" '\"") for line in text.splitlines()]
    errors = [line for line in lines if line.startswith(("Error:", "[E::", "Failed", "Could not"))]
    return (" ".join(errors) or " ".join(lines))[-400:].strip() or "no message"
