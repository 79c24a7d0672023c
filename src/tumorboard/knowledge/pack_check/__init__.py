"""The starter pack held against CIViC."""
