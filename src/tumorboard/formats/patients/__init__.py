"""Partitions of patients as Parquet: one row a patient, one column a kind of fact."""

from tumorboard.formats.patients.facets import Patients, patients_of
from tumorboard.formats.patients.layout import LAYOUT, schema
from tumorboard.formats.patients.likeness import Likeness
from tumorboard.formats.patients.rows import cases_of, frame_of

__all__ = ["LAYOUT", "Likeness", "Patients", "cases_of", "frame_of", "patients_of", "schema"]
