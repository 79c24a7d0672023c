"""One line of what a clinician types, as the values the rest of the program expects, and back."""

from tumorboard.formats.typed.parse import parse_typed
from tumorboard.formats.typed.printing import typed_line, typed_lines

__all__ = ["parse_typed", "typed_line", "typed_lines"]
