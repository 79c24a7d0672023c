"""Names and sequence lengths of the two assemblies, and of chromosomes, however files write them.

Source: sequence lengths of GRCh37 and GRCh38 from the assembly reports of the Genome Reference Consortium
(GCA_000001405.1, GCA_000001405.15).
"""

from __future__ import annotations

import re

CHROMOSOMES = (*(str(n) for n in range(1, 23)), "X", "Y")
LENGTHS = {
    "GRCh37": (
        249250621, 243199373, 198022430, 191154276, 180915260, 171115067, 159138663, 146364022, 141213431, 135534747,
        135006516, 133851895, 115169878, 107349540, 102531392, 90354753, 81195210, 78077248, 59128983, 63025520,
        48129895, 51304566, 155270560, 59373566,
    ),
    "GRCh38": (
        248956422, 242193529, 198295559, 190214555, 181538259, 170805979, 159345973, 145138636, 138394717, 133797422,
        135086622, 133275309, 114364328, 107043718, 101991189, 90338345, 83257441, 80373285, 58617616, 64444167,
        46709983, 50818468, 156040895, 57227415,
    ),
}  # fmt: skip
BY_NUMBER = {"23": "X", "24": "Y"}
BY_LENGTH = {
    (chrom, length): assembly
    for assembly, lengths in LENGTHS.items()
    for chrom, length in zip(CHROMOSOMES, lengths, strict=True)
}
NAMES = (
    ("GRCh37", re.compile(r"grch37|hg19|hs37|assembly19|b37\b|g1k_v37|GCA_000001405\.1\b|GCF_000001405\.(?:1[3-9]|2[0-5])\b", re.I)),
    ("GRCh38", re.compile(r"grch38|hg38|hs38|assembly38|b38\b|GCA_000001405\.(?:1[5-9]|2\d)\b|GCF_000001405\.(?:2[6-9]|[34]\d)\b", re.I)),
    ("unsupported", re.compile(r"hg18|ncbi36|b36\b|chm13|t2t|grcm3|\bmm(?:9|10|39)\b", re.I)),
)  # fmt: skip


def chromosome(name: str) -> str:
    """A chromosome without ``chr``; ``M`` becomes ``MT``, RefSeq accessions of chromosomes become their names."""
    if name.startswith("NC_0000"):
        number = int(name[7:9]) if name[7:9].isdecimal() else 0
        return CHROMOSOMES[number - 1] if 1 <= number <= 24 else name
    bare = name[3:] if name[:3].lower() == "chr" else name
    return "MT" if bare == "M" else bare


def chromosome_name(text: str) -> str:
    """A chromosome without ``chr``; 23 and 24 are X and Y, ``7.0`` is 7.

    Examples
    --------
    >>> chromosome_name("chrx"), chromosome_name("23"), chromosome_name("7.0"), chromosome_name("MT")
    ('X', 'X', '7', 'MT')
    """
    name = chromosome(text.strip().removesuffix(".0"))
    return BY_NUMBER.get(name) or (name.upper() if name.upper() in {"X", "Y", "MT"} else "MT" if name == "m" else name)


def stated_assembly(text: str) -> str:
    """The assembly that a cell names, ``unsupported`` when it names another one, empty when it names none.

    Examples
    --------
    >>> stated_assembly("hg19"), stated_assembly("37.0"), stated_assembly("GRCh38.d1.vd1"), stated_assembly("36.1")
    ('GRCh37', 'GRCh37', 'GRCh38', 'unsupported')
    """
    bare = text.strip().removesuffix(".0")
    if not bare:
        return ""
    if bare in {"37", "38"}:
        return f"GRCh{bare}"
    return next((assembly for assembly, pattern in NAMES if pattern.search(bare)), "unsupported")
