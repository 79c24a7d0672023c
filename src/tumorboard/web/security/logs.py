"""The log: one JSON object a line.  Route templates and random ids only: never an address as it was asked, a form or a message."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from pathlib import PurePath

LOG = logging.getLogger("tumorboard.web")


class JsonLines(logging.Formatter):
    """A record as one line of JSON; `fields` of the record ride along."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; of an exception its kind and where it was raised, never what it said."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage() if record.name == LOG.name else record.name,
        }
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1] is not None:
            line |= fault(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def fault(error: BaseException) -> dict[str, object]:
    """The kind of an exception and the way to it: messages and values may hold a patient's and are left out."""
    frames = traceback.extract_tb(error.__traceback__)
    way = [f"{PurePath(f.filename).name}:{f.lineno} {f.name}" for f in frames[-12:]]
    return {"fault": type(error).__name__, "way": way}


def tell(event: str, level: int = logging.INFO, **fields: object) -> None:
    """A line of the log."""
    LOG.log(level, event, extra={"fields": fields})


def to_standard_error() -> None:
    """Everything that is logged goes to standard error as lines of JSON; uvicorn's log of raw addresses is silent."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    LOG.setLevel(logging.INFO)
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
    silent = logging.getLogger("uvicorn.access")
    silent.handlers, silent.propagate, silent.disabled = [], False, True
