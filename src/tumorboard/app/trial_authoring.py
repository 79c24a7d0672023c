"""Beginning a trial document, and seeing it as it is understood."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

from tumorboard import vocab
from tumorboard.app.trial_files import linted
from tumorboard.app.trial_sets import located
from tumorboard.errors import InputError
from tumorboard.formats.trials import own
from tumorboard.issues import Issue
from tumorboard.knowledge import trial_library
from tumorboard.model.context import Context
from tumorboard.report.trial_preview import Preview, preview

# A study without its number, beside others, would be lost in silence.
LOST = frozenset({"CTG002"})


def started(path: Path, like: str = "", source: Path | None = None) -> tuple[Issue, ...]:
    """A new file at the path, and what was wrong with the document that it was made of.

    Parameters
    ----------
    like
        Begin with a copy of this example trial instead of the commented skeleton.
    source
        Begin with the one trial of this document: CTML, a study of ClinicalTrials.gov, or our own.

    Raises
    ------
    InputError
        If there is a file already, the folder cannot be written to, no example has that name, or the document does not
        hold one trial.
    """
    if like and source is not None:
        raise InputError("a document begins like one thing", remedy="give --like or --from")
    text, issues = _converted(source) if source is not None else (_template(like), ())
    try:
        with path.open("x", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError as error:
        raise InputError(f"{path.name} is there already", remedy="choose another name; nothing was changed") from error
    except OSError as error:
        raise InputError(f"{path.name} cannot be written", remedy="check the folder and its permissions") from error
    return issues


def _converted(source: Path) -> tuple[str, tuple[Issue, ...]]:
    """The trial of another document in our own form; nothing of it is lost."""
    found = linted([source], unnamed=True)
    trials = [t for f in found for t in f.trials]
    issues = tuple(i for f in found for i in f.issues)
    if any(i.code in LOST for i in issues):
        raise InputError(
            f"a document of {source.name} cannot be read", remedy="mend it first; see its issues", issues=issues
        )
    if len(trials) != 1:
        raise InputError(f"{source.name} holds {len(trials)} trials", remedy="give a file of one trial", issues=issues)
    return own.write(trials[0]), issues


def _template(like: str) -> str:
    examples = {Path(name).stem: text for name, text in trial_library.texts().items()}
    if like and like not in examples:
        raise InputError(f"no example trial is named {like}", remedy=f"there are {', '.join(examples)}")
    if like:
        return examples[like]
    return files("tumorboard.formats.trials.own").joinpath("skeleton.yaml").read_text("utf-8")


def previewed(path: Path, on: date) -> tuple[tuple[Preview, ...], tuple[Issue, ...]]:
    """Every trial at the path as its author should see it, and every issue."""
    found = linted(located([path]))
    context = Context(on, vocab.load())
    return tuple(preview(t, context) for f in found for t in f.trials), tuple(i for f in found for i in f.issues)
