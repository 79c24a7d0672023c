"""The words that may stand beside a gene or a marker, and what they mean: phrase -> (slot, value).

A phrase is written in lower case; a space in it stands for spaces, hyphens or slashes.  Gene symbols and marker names are not
here: they come from the vocabularies.
"""

from __future__ import annotations

import re

# What happened to a gene.
EVENTS = {
    "amplification": "amp|amplified|amplification|amplifications|ampl|high level amplification|focal amplification|"
    "gene amplification|high level focal amplification",
    "gain": "gain|gains|copy gain|copy number gain|low level gain|increased copy number|copy number increase",
    "deep_loss": "homozygous deletion|homozygous loss|homozygously deleted|homozygous del|deep deletion|deep loss|homdel|"
    "hom del|biallelic loss|biallelic deletion|two copy loss|2 copy loss|homozygote deletion",
    "shallow_loss": "heterozygous deletion|heterozygous loss|het del|het loss|hemizygous deletion|hemizygous loss|"
    "single copy loss|single copy deletion|shallow deletion|monoallelic loss|monoallelic deletion|loh|one copy loss",
    "deletion": "del|deletion|deleted|deletions",
    "loss": "loss|lost|copy loss|copy number loss",
    "insertion": "ins|insertion|inserted|insertions",
    "indel": "indel|delins|deletion insertion|indels",
    "duplication": "dup|duplication",
    "itd": "itd|internal tandem duplication",
    "skipping": "skipping|skip|skipped|splice skipping|skipping mutation|skipping variant|skipping alteration",
    "promoter": "promoter|promotor|promoter mutation|promoter variant",
    "fusion": "fusion|fusions|fused|rearrangement|rearrangements|rearranged|translocation|translocated|gene fusion|"
    "fusion gene|fusion positive",
    "frameshift": "frameshift|frame shift|frameshift mutation|frameshift variant",
    "nonsense": "nonsense|stop gain|stop gained|nonsense mutation|nonsense variant",
    "missense": "missense|missense mutation|missense variant",
    "mutation": "mutation|mutations|mutated|mutant|mut|variant|alteration|altered|variants|alterations|"
    "point mutation|point mutations",
    "viii": "viii|v iii|variant iii",
}
# Words that praise a mutation without saying which it is.
_PRAISED = "sensitizing|sensitising|activating|common|uncommon|classical|classic|hotspot|driver"
EVENTS["unnamed"] = "tkd|tkd mutation|" + "|".join(
    f"{word} {noun}" for word in _PRAISED.split("|") for noun in ("mutation", "mutations", "variant")
)
STATES = {
    "positive": "positive|pos",
    "negative": "negative|neg",
    "high": "high",
    "low": "low|low positive",
    "ultralow": "ultralow|ultra low",
    "intermediate": "intermediate",
    "overexpression": "overexpression|overexpressed|over expression",
    "equivocal": "equivocal|indeterminate|borderline",
    "stable": "stable",
    "deficient": "deficient|deficiency",
    "proficient": "proficient",
    "retained": "retained|intact|preserved|retained expression",
    "methylated": "methylated|hypermethylated|methylation",
    "unmethylated": "unmethylated|not methylated|non methylated|no methylation",
    "codeleted": "codeleted|codeletion|co deleted|co deletion",
    "not_codeleted": "not codeleted|non codeleted|no codeletion",
    "poor_metabolizer": "poor metabolizer|poor metaboliser",
    "intermediate_metabolizer": "intermediate metabolizer|intermediate metaboliser",
    "normal_metabolizer": "normal metabolizer|normal metaboliser|extensive metabolizer",
    "possible_intermediate_metabolizer": "possible intermediate metabolizer",
    "rapid_metabolizer": "rapid metabolizer",
    "ultrarapid_metabolizer": "ultrarapid metabolizer|ultra rapid metabolizer",
    "mutated_ighv": "hypermutated",
    "failed": "failed|not evaluable|not assessable|insufficient material|uninterpretable|not interpretable",
    "not_tested": "not tested|not done|untested|not performed|pending|not available",
}
POLARITY = {
    "wild": "wild type|wildtype|wt|wild",
    "absent": "not detected|not found|undetected|none detected|no|absent|absence of|not present|without|no evidence of|"
    "none|not identified|negative for",
    "not_amplified": "not amplified|non amplified|no amplification|unamplified|nonamplified",
    "not_copied": "no copy number change|no copy number alteration|copy number normal|normal copy number|no cnv",
    "not_mutated": "not mutated|unmutated|no mutation|non mutated|no mutations|no mutation detected|no mutation found",
    "not_fused": "not rearranged|no rearrangement|no fusion|no translocation",
}
ORIGIN = {
    "germline": "germline|hereditary|inherited|constitutional",
    "somatic": "somatic",
    "possible_chip": "chip|possible chip|clonal hematopoiesis|clonal haematopoiesis",
}
CLASSES = {
    "Pathogenic": "pathogenic",
    "Likely pathogenic": "likely pathogenic|p lp|pathogenic likely pathogenic",
    "Uncertain significance": "vus|uncertain significance|variant of uncertain significance|"
    "variant of unknown significance|unknown significance",
    "Likely benign": "likely benign",
    "Benign": "benign",
}
ZYGOSITY = {"het": "heterozygous|het|heterozygote", "hom": "homozygous|hom|homozygote", "hemi": "hemizygous"}
METHODS = {
    "ihc": "ihc|immunohistochemistry|immunohistochemical",
    "ish": "ish|fish|cish|sish|dual ish|in situ hybridization",
    "ngs": "ngs|sequencing|next generation sequencing",
    "pcr": "pcr|rt pcr|qpcr",
    "rna": "rna|rna seq|rnaseq|rna ngs|rna sequencing",
    "dna": "dna|dna seq|dna ngs",
    "flow": "flow|flow cytometry",
    "karyotype": "karyotype|karyotyping|cytogenetics",
    "genotype": "genotype|genotyping",
    "statement": "stated|as stated",
}
SCALES = {
    "TPS": "tps|tumor proportion score|tumour proportion score",
    "CPS": "cps|combined positive score",
    "TC": "tc",
    "IC": "ic",
    "TAP": "tap",
    "GIS": "gis|genomic instability score",
    "LOH": "gloh|loh score|genomic loh",
    "hrdetect": "hrdetect",
    "chord": "chord",
    "scarhrd": "scarhrd|scar hrd",
    "allred": "allred|allred score",
    "h_score": "h score|hscore",
    "msisensor": "msisensor",
    "msisensor2": "msisensor2",
    "msisensor-ct": "msisensor ct|msisensorct",
    "msisensor-pro": "msisensor pro|msisensorpro",
    "mantis": "mantis",
    "msings": "msings",
    "ratio": "ratio",
    "her2_ratio": "her2 cep17|her2 cep17 ratio|erbb2 cep17|cep17 ratio",
    "copies": "copy number|copies|copy|cn|cnv|copy numbers",
    "activity_score": "activity score",
    "log2": "log2|log2 ratio|log2 fold change",
}
CLONES = {
    "22C3": "22c3|22c3 pharmdx|dako 22c3",
    "28-8": "28 8|28 8 pharmdx",
    "SP142": "sp142|ventana sp142",
    "SP263": "sp263|ventana sp263",
    "73-10": "73 10",
    "E1L3N": "e1l3n",
    "4B5": "4b5|ventana 4b5",
    "43-14A": "43 14a",
    "D5F3": "d5f3|ventana d5f3",
    "D4D6": "d4d6",
    "SP384": "sp384",
}
FRAME = {"in": "in frame|inframe", "out": "out of frame"}
NOISE = (
    "gene|of|in|the|a|an|with|by|on|is|was|at|and|for|detected|found|present|identified|confirmed|status|result|"
    "expression|protein|score|test|tested|tumor cells|tumour cells|tumor|tumour|percent|level|allele|reported|clone|"
    "assay|positivity|staining|called|diplotype|change|type|panel"
)
# Understood, but no rule here asks for it; the value is the name that the issue says.
UNUSED = {
    "AR-V7": "ar v7|arv7|ar v7 splice variant",
    "double hit": "double hit|triple hit",
    "a partial tandem duplication": "ptd|partial tandem duplication",
    "a reversion": "reversion|reversion mutation|reversion variant",
}
# How HER2 score 0 stains: what tells ultralow from no staining.  Source: ASCO/CAP 2023; DESTINY-Breast06.
STAINING = {
    "faint_le_10_percent": "with membrane staining|with faint staining|with faint membrane staining|faint staining|"
    "faint membrane staining|incomplete membrane staining|with incomplete membrane staining",
    "no_staining": "no staining|no membrane staining|without staining|without membrane staining|null",
}
_SLOTS = {
    "event": EVENTS,
    "state": STATES,
    "polarity": POLARITY,
    "origin": ORIGIN,
    "class": CLASSES,
    "zygosity": ZYGOSITY,
    "method": METHODS,
    "scale": SCALES,
    "clone": CLONES,
    "frame": FRAME,
    "unused": UNUSED,
    "staining": STAINING,
}
# A whole statement in one word: marker and state.
STATEMENTS = {
    "MSI:high": "msi h|msi high|msi positive|microsatellite instability high|high microsatellite instability",
    "MSI:low": "msi l|msi low|microsatellite instability low",
    "MSI:stable": "mss|msi s|msi stable|microsatellite stable|microsatellite stability",
    "MMR:deficient": "dmmr|d mmr|mmr d|mmrd|mismatch repair deficient|mismatch repair deficiency|deficient mmr",
    "MMR:proficient": "pmmr|p mmr|mmr p|mmrp|mismatch repair proficient|proficient mmr|mmr intact",
    "TMB:high": "tmb h|tmb high",
    "TMB:low": "tmb l|tmb low",
    "triple_negative": "triple negative|tnbc",
    "philadelphia": "ph|philadelphia",
}


def _entries() -> dict[str, tuple[str, str]]:
    found = dict.fromkeys(NOISE.split("|"), ("noise", ""))
    for slot, words in (*_SLOTS.items(), ("statement", STATEMENTS)):
        for value, phrases in words.items():
            for phrase in phrases.split("|"):
                found[phrase] = (slot, value)
    return found


ENTRIES = _entries()
_ALTERNATIVES = "|".join(re.escape(p).replace(r"\ ", r"[\s/-]+") for p in sorted(ENTRIES, key=lambda p: (-len(p), p)))
PHRASE = re.compile(rf"(?:{_ALTERNATIVES})(?![A-Za-z0-9])", re.IGNORECASE)
_GAPS = re.compile(r"[\s/-]+")


def meaning(phrase: str) -> tuple[str, str]:
    """Slot and value of a phrase that `PHRASE` matched."""
    return ENTRIES[_GAPS.sub(" ", phrase.lower())]
