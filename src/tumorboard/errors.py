"""Everything this package raises on purpose.

    TumorboardError
    +- InputError          the caller's file or request          exit 10, HTTP 422
    |  +- UnknownFormat    no reader recognizes the file
    |  +- AssemblyMismatch files of one case contradict each other or the request
    |  +- RejectedInput    --strict and the input has issues
    +- NotFound            a therapy, disease or file that was asked for   exit 13, HTTP 404
    +- KnowledgeError      a snapshot or table is missing or damaged       exit 11, HTTP 503
    +- Conflict            somebody else wrote meanwhile        exit 15, HTTP 409
    +- Refused             it may not be done now, or by whom   exit 16, HTTP 403
    +- StoreError          the registry cannot be used          exit 17, HTTP 503
    +- ToolError           an outside program failed                       exit 14, HTTP 502
    +- InternalError       our fault; please report                        exit 70, HTTP 500

A message says what was seen, what was expected, where, and what to do next.  It names files, records and fields,
never a patient's values: messages leave the hospital in bug reports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from tumorboard.issues import Issue
    from tumorboard.reasons import Reason


class TumorboardError(Exception):
    """Base of everything raised on purpose; `remedy` says what to do next, `code` names the fault where one is documented."""

    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(self, message: str, *, remedy: str = "", code: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy
        self.code = code


class InputError(TumorboardError):
    """The caller's file or request cannot be used; what is wrong with it rides along as `issues`."""

    exit_code = 10
    http_status = 422

    def __init__(self, message: str, *, issues: tuple[Issue, ...] = (), remedy: str = "", code: str = "") -> None:
        super().__init__(message, remedy=remedy, code=code)
        self.issues = issues


class UnknownFormat(InputError):
    """No reader recognizes the file."""


class AssemblyMismatch(InputError):
    """Files of one case contradict each other, or the request, about the assembly."""


class RejectedInput(InputError):
    """Strict mode: the input has issues."""


class NotFound(TumorboardError):
    """Something that was asked for by name is not there."""

    exit_code = 13
    http_status = 404


class KnowledgeError(TumorboardError):
    """A snapshot or vocabulary table is missing, damaged or stale."""

    exit_code = 11
    http_status = 503


class Conflict(TumorboardError):
    """What was to be changed has changed meanwhile; nothing was written."""

    exit_code = 15
    http_status = 409


class Refused(TumorboardError):
    """A step that the workflow, a consent or a role does not allow; nothing was written.  `why` is the reason as a code."""

    exit_code = 16
    http_status = 403

    def __init__(self, message: str, *, remedy: str = "", code: str = "", why: Reason | None = None) -> None:
        super().__init__(message, remedy=remedy, code=code)
        self.why = why


class StoreError(TumorboardError):
    """The registry is missing, of another version, damaged or out of reach."""

    exit_code = 17
    http_status = 503


class ToolError(TumorboardError):
    """An outside program (bcftools) failed; its own words are in the message."""

    exit_code = 14
    http_status = 502


class InternalError(TumorboardError):
    """Our fault."""

    exit_code = 70
    http_status = 500
