"""Alembic's folder of the registry."""
