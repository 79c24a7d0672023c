"""An input at which MatchEngine V2 stops its whole run; here it stops one trial, with a code."""

from __future__ import annotations

from tumorboard.reasons import Param


class Stopped(Exception):
    """What of the document stops the engine: an issue code of CTML with its parameters.  Never leaves this package."""

    def __init__(self, code: str, **params: Param) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
