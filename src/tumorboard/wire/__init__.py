"""Pydantic models and the one codec between JSON or YAML and values."""
