"""Pipelines over the sciences: from a case and knowledge to an assessment."""
