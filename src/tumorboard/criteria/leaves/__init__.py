"""Every built-in leaf: one file per kind of question, listed here by hand.

Leaves of plugins are added by `app` through the entry-point group ``tumorboard.leaves``.
"""

from __future__ import annotations

from tumorboard.criteria.base import Leaf, LeafTypes
from tumorboard.criteria.leaves.age_between import AgeBetween
from tumorboard.criteria.leaves.cns_metastases import CnsMetastases
from tumorboard.criteria.leaves.codon_mutated import CodonMutated
from tumorboard.criteria.leaves.condition_history import ConditionHistory
from tumorboard.criteria.leaves.cytogenetics_is import CytogeneticsIs
from tumorboard.criteria.leaves.diagnosis_in import DiagnosisIn
from tumorboard.criteria.leaves.disease_state_in import DiseaseStateIn
from tumorboard.criteria.leaves.ecog_at_most import EcogAtMost
from tumorboard.criteria.leaves.exon_mutated import ExonMutated
from tumorboard.criteria.leaves.exon_skipping import ExonSkipping
from tumorboard.criteria.leaves.extent_in import ExtentIn
from tumorboard.criteria.leaves.fusion_in import FusionIn
from tumorboard.criteria.leaves.gene_activated import GeneActivated
from tumorboard.criteria.leaves.gene_altered import GeneAltered
from tumorboard.criteria.leaves.gene_amplified import GeneAmplified
from tumorboard.criteria.leaves.gene_deleted import GeneDeleted
from tumorboard.criteria.leaves.gene_inactivated import GeneInactivated
from tumorboard.criteria.leaves.germline_pathogenic import GermlinePathogenic
from tumorboard.criteria.leaves.had_combination import HadCombination
from tumorboard.criteria.leaves.had_therapy import HadTherapy
from tumorboard.criteria.leaves.hepatitis_b_in import HepatitisBIn
from tumorboard.criteria.leaves.hepatitis_c_in import HepatitisCIn
from tumorboard.criteria.leaves.her2_score_at_least import Her2ScoreAtLeast
from tumorboard.criteria.leaves.her2_status_in import Her2StatusIn
from tumorboard.criteria.leaves.histology_is import HistologyIs
from tumorboard.criteria.leaves.hiv_in import HivIn
from tumorboard.criteria.leaves.hrd_positive import HrdPositive
from tumorboard.criteria.leaves.lab_between import LabBetween
from tumorboard.criteria.leaves.lab_index_between import LabIndexBetween
from tumorboard.criteria.leaves.lesion_in import LesionIn
from tumorboard.criteria.leaves.manual import Manual
from tumorboard.criteria.leaves.measurable_disease import MeasurableDisease
from tumorboard.criteria.leaves.mismatch_repair_deficient import MismatchRepairDeficient
from tumorboard.criteria.leaves.no_actionable_driver import NoActionableDriver
from tumorboard.criteria.leaves.no_curative_option import NoCurativeOption
from tumorboard.criteria.leaves.on_interacting_drug import OnInteractingDrug
from tumorboard.criteria.leaves.on_medication import OnMedication
from tumorboard.criteria.leaves.pd_l1_between import PdL1Between
from tumorboard.criteria.leaves.performance_scale_at_least import PerformanceScaleAtLeast
from tumorboard.criteria.leaves.pharmacogenotype_in import PharmacogenotypeIn
from tumorboard.criteria.leaves.postmenopausal import Postmenopausal
from tumorboard.criteria.leaves.pregnant_or_breastfeeding import PregnantOrBreastfeeding
from tumorboard.criteria.leaves.progressed_on import ProgressedOn
from tumorboard.criteria.leaves.promoter_mutated import PromoterMutated
from tumorboard.criteria.leaves.protein_change_in import ProteinChangeIn
from tumorboard.criteria.leaves.protein_expression_is import ProteinExpressionIs
from tumorboard.criteria.leaves.qtcf_at_most import QtcfAtMost
from tumorboard.criteria.leaves.receptor_status_is import ReceptorStatusIs
from tumorboard.criteria.leaves.renal_function_at_least import RenalFunctionAtLeast
from tumorboard.criteria.leaves.result_available import ResultAvailable
from tumorboard.criteria.leaves.setting_in import SettingIn
from tumorboard.criteria.leaves.sex_is import SexIs
from tumorboard.criteria.leaves.solid_tumor import SolidTumor
from tumorboard.criteria.leaves.stage_in import StageIn
from tumorboard.criteria.leaves.statement_holds import StatementHolds
from tumorboard.criteria.leaves.subtype_is import SubtypeIs
from tumorboard.criteria.leaves.systemic_lines_between import SystemicLinesBetween
from tumorboard.criteria.leaves.therapy_lines_between import TherapyLinesBetween
from tumorboard.criteria.leaves.tmb_at_least import TmbAtLeast
from tumorboard.criteria.leaves.treatment_naive import TreatmentNaive
from tumorboard.criteria.leaves.triple_negative import TripleNegative
from tumorboard.criteria.leaves.tumor_virus_is import TumorVirusIs
from tumorboard.criteria.leaves.variant_class_in import VariantClassIn
from tumorboard.criteria.leaves.washout_complete import WashoutComplete
from tumorboard.criteria.leaves.wild_type import WildType

BUILT_IN: tuple[type[Leaf], ...] = (
    AgeBetween,
    SexIs,
    EcogAtMost,
    PerformanceScaleAtLeast,
    StatementHolds,
    Manual,
    ConditionHistory,
    LabBetween,
    LabIndexBetween,
    RenalFunctionAtLeast,
    QtcfAtMost,
    OnInteractingDrug,
    OnMedication,
    HepatitisBIn,
    HepatitisCIn,
    HivIn,
    PregnantOrBreastfeeding,
    Postmenopausal,
    DiagnosisIn,
    SolidTumor,
    ExtentIn,
    SettingIn,
    DiseaseStateIn,
    HistologyIs,
    StageIn,
    NoCurativeOption,
    LesionIn,
    CnsMetastases,
    MeasurableDisease,
    HadTherapy,
    HadCombination,
    TreatmentNaive,
    SystemicLinesBetween,
    TherapyLinesBetween,
    ProgressedOn,
    WashoutComplete,
    GeneAltered,
    GeneActivated,
    GeneInactivated,
    ProteinChangeIn,
    CodonMutated,
    ExonMutated,
    VariantClassIn,
    PromoterMutated,
    GeneAmplified,
    GeneDeleted,
    FusionIn,
    ExonSkipping,
    WildType,
    NoActionableDriver,
    GermlinePathogenic,
    ResultAvailable,
    ReceptorStatusIs,
    TripleNegative,
    Her2ScoreAtLeast,
    Her2StatusIn,
    SubtypeIs,
    PdL1Between,
    MismatchRepairDeficient,
    TmbAtLeast,
    HrdPositive,
    ProteinExpressionIs,
    CytogeneticsIs,
    PharmacogenotypeIn,
    TumorVirusIs,
)
LEAVES: LeafTypes = {leaf.name: leaf for leaf in BUILT_IN}
