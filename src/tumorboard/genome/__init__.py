"""Coordinates, HGVS, normalization and consequence terms."""
