"""The issues of one file as a reader meets them: the first of each code with their place, the rest counted."""

from __future__ import annotations

from collections import Counter

from tumorboard.issues import Issue, Place, Severity
from tumorboard.reasons import Param

PER_CODE = 25  # issues of one code shown with their place


class Reports:
    """Collects issues; `closed` adds one issue of the code `overflow` for each code that came more often than is shown."""

    def __init__(self, file: str, *, overflow: str = "OPN099") -> None:
        self.file = file
        self.overflow = overflow
        self.issues: list[Issue] = []
        self.counts: Counter[str] = Counter()

    def add(self, code: str, severity: Severity, place: Place | None = None, **params: Param) -> None:
        """Report one; the words of `code` are in the catalog."""
        self.counts[code] += 1
        if self.counts[code] <= PER_CODE:
            self.issues.append(Issue(code, severity, place or Place(self.file), tuple(sorted(params.items()))))

    def error(
        self, code: str, *, record: int | None = None, line: int | None = None, field: str = "", **params: Param
    ) -> None:
        """The file is unusable, or usable only in part."""
        self.add(code, Severity.ERROR, Place(self.file, record, line, field), **params)

    def warning(
        self, code: str, *, record: int | None = None, line: int | None = None, field: str = "", **params: Param
    ) -> None:
        """Something was left out or doubted."""
        self.add(code, Severity.WARNING, Place(self.file, record, line, field), **params)

    def info(
        self, code: str, *, record: int | None = None, line: int | None = None, field: str = "", **params: Param
    ) -> None:
        """For the record."""
        self.add(code, Severity.INFO, Place(self.file, record, line, field), **params)

    def join(self, later: Reports) -> None:
        """Take over what was met in a part of the file that was read after this one, perhaps by another process."""
        shown = Counter(issue.code for issue in self.issues)
        for issue in later.issues:
            shown[issue.code] += 1
            if shown[issue.code] <= PER_CODE:
                self.issues.append(issue)
        self.counts.update(later.counts)

    def failed(self) -> bool:
        """Whether an ERROR was reported."""
        return any(issue.severity is Severity.ERROR for issue in self.issues)

    def closed(self) -> tuple[Issue, ...]:
        """Every issue, with what was only counted as one more each."""
        severities = {issue.code: issue.severity for issue in self.issues}
        more = [
            Issue.of(self.overflow, severities[code], Place(self.file), of=code, more=count - PER_CODE)
            for code, count in sorted(self.counts.items())
            if count > PER_CODE
        ]
        return (*self.issues, *more)
