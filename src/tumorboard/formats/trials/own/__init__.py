"""Our own trial documents in YAML: read with every doubt as a coded issue, written without loss.

The form is described, with an example that runs, in docs/trials.md.
"""

from tumorboard.formats.trials.own.reader import is_own, read
from tumorboard.formats.trials.own.writer import write

__all__ = ["is_own", "read", "write"]
