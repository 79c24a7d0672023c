"""One line of what a clinician types, as the values the rest of the program expects."""

from tumorboard.formats.typed.parse import parse_typed

__all__ = ["parse_typed"]
