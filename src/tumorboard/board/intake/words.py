"""Closed words of a case file: what people write -> the code.  English and Simplified Chinese."""

from __future__ import annotations

from collections.abc import Mapping


def _table(**codes: str) -> Mapping[str, str]:
    return {word: code for code, words in codes.items() for word in (code, *words.split())}


SEX = _table(female="f woman 女 女性", male="m man 男 男性", other="o intersex 其他")
SETTING = _table(
    neoadjuvant="preoperative 新辅助",
    adjuvant="postoperative 辅助",
    maintenance="维持",
    metastatic="palliative advanced 晚期 转移性",
)
EXTENT = _table(
    localized="local localised early limited 局限",
    locally_advanced="regional 局部晚期",
    unresectable="inoperable 不可切除",
    metastatic="distant disseminated stage_iv m1 转移 转移性",
)
MODALITY = _table(
    systemic="drug drugs chemotherapy immunotherapy targeted hormonal 全身治疗 化疗",
    radiotherapy="radiation rt chemoradiation 放疗",
    surgery="resection operation 手术",
    cell_therapy="car_t tcr_t til 细胞治疗",
    transplant="hsct sct 移植",
    locoregional="tace ablation embolization 局部治疗",
)
RESPONSE = _table(
    CR="cr complete_response complete_remission 完全缓解",
    PR="pr partial_response partial_remission 部分缓解",
    SD="sd stable_disease 稳定",
    PD="pd progressive_disease progression 进展",
    MR="mr minor_response minimal_response",
    NE="ne not_evaluable",
    pCR="pcr pathologic_complete_response pathological_complete_response",
)
STOP = _table(
    progression="pd progressive_disease relapse recurrence 进展",
    toxicity="adverse_event side_effects intolerance 毒性",
    completed="finished as_planned 完成",
    other="patient_decision physician_decision death 其他",
)
INTENT = _table(
    curative="definitive radical 根治",
    palliative="non_curative 姑息",
)
SPECIMEN = _table(
    tissue="ffpe biopsy fresh frozen resection tumor tumour core_biopsy 组织",
    plasma="ctdna cfdna liquid_biopsy 血浆",
    blood="pbmc whole_blood peripheral_blood 血液",
    marrow="bone_marrow bm 骨髓",
    normal="germline matched_normal 正常",
    unknown="",
)
STATUS = _table(
    done="complete completed ok pass passed success",
    failed="fail failure unsuccessful",
    partial="incomplete",
    pending="ordered running",
)
KIND = _table(
    variant="variants snv snvs indel indels mutation mutations small_variants",
    copy_number="cnv cna copy_numbers copynumber amplification",
    fusion="fusions rearrangement rearrangements translocation",
    splice="splicing splice_events exon_skipping",
    expression="rna_expression",
    signature="signatures",
    msi="microsatellite_instability",
    tmb="tumor_mutational_burden",
)
TEST = _table(positive="pos yes 阳性", negative="neg no 阴性")
SITE = _table(
    liver="hepatic 肝 肝脏",
    lung="pulmonary 肺",
    bone="skeleton osseous 骨",
    lymph_node="node nodes lymph_nodes nodal ln 淋巴结",
    brain="cerebral cerebellum 脑",
    leptomeninges="leptomeningeal meninges 软脑膜",
    spinal_cord="intramedullary 脊髓",
    cns="central_nervous_system 中枢神经系统",
    peritoneum="peritoneal omentum 腹膜",
    pleura="pleural 胸膜",
    pericardium="pericardial",
    adrenal="adrenal_gland 肾上腺",
    skin="cutaneous 皮肤",
    soft_tissue="muscle subcutaneous 软组织",
    spleen="脾",
    kidney="renal 肾",
    pancreas="胰腺",
    ovary="ovarian 卵巢",
    uterus="endometrium cervix 子宫",
    breast="乳腺",
    chest_wall="胸壁",
    mediastinum="纵隔",
    stomach="gastric 胃",
    bowel="colon rectum intestine 肠",
    esophagus="oesophagus 食管",
    prostate="前列腺",
    bladder="膀胱",
    thyroid="甲状腺",
    head_and_neck="oral pharynx larynx 头颈",
    eye="orbit uvea 眼",
    bone_marrow="marrow 骨髓",
)
IMAGING = _table(
    ct="computed_tomography pet_ct",
    mri="mr magnetic_resonance",
    caliper="calipers clinical",
    xray="x_ray radiograph",
    ultrasound="us sonography",
    pet="fdg_pet",
    bone_scan="scintigraphy",
)
FAMILY = _table(
    treatment="treatments therapy therapies prior_treatment",
    conditions="condition comorbidities comorbidity history",
    assays="assay tests",
    medications="medication",
    biomarkers="biomarker",
    labs="lab laboratory",
    lesions="lesion metastases",
)
ASSEMBLY = _table(GRCh37="grch37 hg19 37 b37", GRCh38="grch38 hg38 38")
EVERY_GENE = frozenset({"all", "exome", "wes", "genome", "wgs", "whole_exome", "whole_genome", "transcriptome"})
