"""What a person typed into a form, as plain text, days and numbers; what cannot be read is told by field and nothing is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from fastapi import Depends
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from tumorboard.model.dates import PartialDate

LONGEST = 4_000


async def _form(request: Request) -> AsyncIterator[FormData]:
    """The form, whose files are let go of when the page is made."""
    form = await request.form()
    try:
        yield form
    finally:
        await form.close()


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled-in form; `wrong` maps a field to the word that says why it cannot be used."""

    form: FormData
    wrong: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, *, needed: bool = False, longest: int = LONGEST) -> str:
        """The text of a field without blanks around it; empty when it is not there."""
        value = self.form.get(name, "")
        text = value.strip() if isinstance(value, str) else ""
        if len(text) > longest:
            self.wrong[name] = "page.wrong.long"
        if needed and not text:
            self.wrong[name] = "page.wrong.needed"
        return text

    def texts(self, name: str) -> tuple[str, ...]:
        """Every value of a field, empty ones included."""
        return tuple(v.strip()[:LONGEST] for v in self.form.getlist(name) if isinstance(v, str))

    def one_of(self, name: str, known: tuple[str, ...], *, needed: bool = True) -> str:
        """One of the known values; empty, and told, when it is another."""
        text = self.text(name)
        if text in known:
            return text
        if text or needed:
            self.wrong[name] = "page.wrong.choose"
        return ""

    def day(self, name: str, *, needed: bool = False) -> date | None:
        """A day; None when it is not there or is none."""
        text = self.text(name, needed=needed)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.wrong[name] = "page.wrong.day"
            return None

    def partial_day(self, name: str) -> PartialDate | None:
        """A day, a month or a year."""
        text = self.text(name, needed=True)
        try:
            return PartialDate.parse(text) if text else None
        except ValueError:
            self.wrong[name] = "page.wrong.partial_day"
            return None

    def number(self, name: str) -> int:
        """A whole number of at most nine digits; 0 when it is none."""
        text = self.text(name)
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0

    @property
    def seen(self) -> int:
        """The revision that the form was made from."""
        return self.number("seen")

    def files(self, name: str) -> Iterator[UploadFile]:
        """The files of a field that have a name."""
        for value in self.form.getlist(name):
            if isinstance(value, UploadFile) and value.filename:
                yield value

    @property
    def typed(self) -> dict[str, list[str]]:
        """Everything that was typed, to be shown again."""
        return {k: [v for v in self.form.getlist(k) if isinstance(v, str)] for k in self.form if k != "csrf"}


def filled(form: Annotated[FormData, Depends(_form)]) -> Filled:
    """The form of the request."""
    return Filled(form)


Form = Annotated[Filled, Depends(filled)]
