"""Snapshots, sources and the curated pack, turned into statements."""
