"""From an assessment to sections, tables and picture data: what is shown and in which order, still without words."""

from tumorboard.report.compose import compose
from tumorboard.report.values import Report, Section

__all__ = ["Report", "Section", "compose"]
