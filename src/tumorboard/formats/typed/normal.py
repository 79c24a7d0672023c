"""What was typed, in one alphabet: full-width signs, dashes, arrows and Chinese words become their plain counterparts.

Only whole expressions with one meaning are translated; every other word stays and is later told as not understood.
"""

from __future__ import annotations

import re
import unicodedata

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        **dict.fromkeys("→⇒➔", ">"),
        **dict.fromkeys("'’‘`´\"“”「」『』", " "),
        "≥": ">=",
        "≤": "<=",
        "、": ",",
        "。": " ",
        "×": "x",
        "【": "(",
        "】": ")",
        "Δ": " deletion ",
        "∆": " deletion ",
        "∗": "*",
        "⁎": "*",
        "＊": "*",
    }
)
_EXON = re.compile(r"第?\s{0,3}(\d{1,2})\s{0,3}号?\s{0,3}外显子|外显子\s{0,3}(\d{1,2})")
_CODON = re.compile(r"第?\s{0,3}(\d{1,4})\s{0,3}(?:号|位)?\s{0,3}密码子|密码子\s{0,3}(\d{1,4})")
_GLUED = re.compile(r"(?<![A-Za-z0-9])(IHC|FISH|ISH|TPS|CPS)(?=\d)", re.IGNORECASE)  # IHC3+, TPS60%
_COPIES = re.compile(r"(?<![\d.])(\d{1,6}(?:\.\d{1,6})?)\s{0,3}个?\s{0,3}拷贝")
# Standard terms of Chinese pathology and sequencing reports, longest first when replaced.
CHINESE = {
    "纯合性缺失": "homozygous deletion",
    "纯合缺失": "homozygous deletion",
    "双等位缺失": "biallelic loss",
    "杂合性缺失": "heterozygous deletion",
    "杂合缺失": "heterozygous deletion",
    "拷贝数扩增": "amplification",
    "基因扩增": "amplification",
    "无扩增": "not amplified",
    "未扩增": "not amplified",
    "扩增": "amplification",
    "拷贝数": "copy number",
    "缺失插入": "delins",
    "缺失": "deletion",
    "插入": "insertion",
    "重复": "duplication",
    "跳跃突变": "skipping",
    "跳跃缺失": "skipping",
    "跳跃": "skipping",
    "跳读": "skipping",
    "融合基因": "fusion",
    "融合": "fusion",
    "基因重排": "rearrangement",
    "重排": "rearrangement",
    "易位": "translocation",
    "启动子": "promoter",
    "移码": "frameshift",
    "无义": "nonsense",
    "错义": "missense",
    "无突变": "not mutated",
    "未突变": "not mutated",
    "敏感突变": "sensitizing mutation",
    "激活突变": "activating mutation",
    "热点突变": "hotspot mutation",
    "罕见突变": "uncommon mutation",
    "点突变": "point mutation",
    "跳突": "skipping",
    "拷贝数增加": "copy number gain",
    "约": "~",
    "突变丰度": "VAF",
    "丰度": "VAF",
    "突变型": "mutated",
    "突变": "mutation",
    "野生型": "wild type",
    "未检测到": "not detected",
    "未检出": "not detected",
    "未发现": "not detected",
    "未见": "not detected",
    "未检测": "not tested",
    "检出": "detected",
    "阳性": "positive",
    "阴性": "negative",
    "过表达": "overexpression",
    "高表达": "high",
    "低表达": "low",
    "超低表达": "ultralow",
    "表达": "expression",
    "未甲基化": "unmethylated",
    "非甲基化": "unmethylated",
    "甲基化": "methylated",
    "三阴性": "triple negative",
    "三阴": "triple negative",
    "错配修复功能缺陷": "dMMR",
    "错配修复缺陷": "dMMR",
    "错配修复功能完整": "pMMR",
    "错配修复完整": "pMMR",
    "微卫星高度不稳定": "MSI-H",
    "高度微卫星不稳定": "MSI-H",
    "微卫星低度不稳定": "MSI-L",
    "微卫星稳定": "MSS",
    "肿瘤突变负荷": "TMB",
    "同源重组修复缺陷": "HRD",
    "同源重组缺陷": "HRD",
    "雌激素受体": "ER",
    "孕激素受体": "PR",
    "雄激素受体": "AR",
    "免疫组化": "IHC",
    "共缺失": "codeletion",
    "胚系": "germline",
    "体细胞": "somatic",
    "可能致病性": "likely pathogenic",
    "可能致病": "likely pathogenic",
    "致病性": "pathogenic",
    "致病": "pathogenic",
    "意义不明": "VUS",
    "意义未明": "VUS",
    "纯合": "homozygous",
    "杂合": "heterozygous",
    "慢代谢型": "poor metabolizer",
    "中间代谢型": "intermediate metabolizer",
    "正常代谢型": "normal metabolizer",
    "基因": "gene",
    "评分": "score",
    "费城染色体": "Ph",
    "和": " and ",
}
_WORDS = re.compile("|".join(sorted(CHINESE, key=len, reverse=True)))


def normalized(text: str) -> str:
    """The text with plain signs and English words, single spaces, and no full stop at its end.

    Examples
    --------
    >>> normalized("ＥＧＦＲ　19外显子缺失"), normalized("HER2扩增。"), normalized("BRAF V600E（丰度：34％）")
    ('EGFR exon 19 deletion', 'HER2 amplification', 'BRAF V600E( VAF :34%)')
    """
    plain = unicodedata.normalize("NFKC", text).translate(_SIGNS)
    plain = _EXON.sub(lambda m: f" exon {m[1] or m[2]} ", plain)
    plain = _CODON.sub(lambda m: f" codon {m[1] or m[2]} ", plain)
    plain = _COPIES.sub(r" \1 copies ", plain)
    plain = _WORDS.sub(lambda m: f" {CHINESE[m[0]]} ", plain)
    plain = _GLUED.sub(r"\1 ", plain)
    return " ".join(plain.split()).strip(" .,;:")
