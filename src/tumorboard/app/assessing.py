"""The main use case: a case read, assessed on a date under a policy, with everything wired together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from tumorboard import __version__, vocab
from tumorboard.app import snapshots
from tumorboard.app.cases import usable
from tumorboard.app.plugins import Registry, registry
from tumorboard.app.site_tables import Annotations
from tumorboard.board.as_of import as_of
from tumorboard.board.assess import assess_case
from tumorboard.criteria.leaves import LEAVES
from tumorboard.errors import RejectedInput
from tumorboard.issues import Issue, Parsed, Severity
from tumorboard.knowledge import pack_loader
from tumorboard.model.assessment import Assessment
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.knowledge import Knowledge
from tumorboard.model.policy import Policy
from tumorboard.vocab import Vocabulary

if TYPE_CHECKING:
    from tumorboard.app.trial_sets import TrialSet


@dataclass(frozen=True, slots=True)
class Workbench:
    """What every run needs: vocabularies, knowledge and plugins, loaded once."""

    vocab: Vocabulary
    knowledge: Knowledge
    registry: Registry
    annotations: Annotations = Annotations({})


@lru_cache(maxsize=1)
def workbench() -> Workbench:
    """The shipped vocabularies and pack with every installed plugin.

    Raises
    ------
    KnowledgeError
        If a table, the pack or a snapshot in use is absent or damaged.
    """
    vocabulary = vocab.load()
    pack = pack_loader.opened(LEAVES)
    libraries, annotations, releases = snapshots.in_use(vocabulary)
    knowledge = Knowledge(
        libraries=(pack, *libraries), hotspots=annotations.hotspots, releases=(pack.release, *releases)
    )
    return Workbench(vocabulary, knowledge, registry(), annotations)


def assess(
    found: Parsed[Case],
    bench: Workbench,
    policy: Policy,
    on: date,
    *,
    strict: bool = False,
    trials: TrialSet | None = None,
) -> Assessment:
    """The assessment of a case that was read.

    Parameters
    ----------
    strict
        Any issue graver than a remark stops the run.
    trials
        The trials that the case is matched with.

    Raises
    ------
    InputError
        If no case came out of the reading, or `strict` and something was doubtful; the issues ride along.
    """
    case = usable(found)
    issues = ordered((*checked(found, on), *(trials.issues if trials else ())))
    grave = tuple(i for i in issues if i.severity is not Severity.INFO)
    if strict and grave:
        raise RejectedInput("the input has issues and --strict was asked", issues=grave, remedy="See them above.")
    context = Context(on, bench.vocab, policy)
    knowledge = replace(bench.knowledge, looked_up=bench.annotations.about(case))
    if case.research is not None or case.normal_expression is not None:
        from tumorboard.app.research import with_tables  # here: other cases need none of it

        knowledge = with_tables(knowledge)
    if trials is not None:
        knowledge = replace(knowledge, releases=(*knowledge.releases, trials.release))
    return assess_case(
        case,
        knowledge,
        context,
        issues=issues,
        plugins=bench.registry.foreign,
        version=__version__,
        trials=trials.plan if trials is not None else None,
    )


def checked(found: Parsed[Case], on: date) -> tuple[Issue, ...]:
    """Every issue of the reading, and of the facts that the assessment date leaves out."""
    later = as_of(found.value, on)[1] if found.value is not None else ()
    return ordered((*found.issues, *later))


_GRAVITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def ordered(issues: Sequence[Issue]) -> tuple[Issue, ...]:
    """Issues once each, gravest first, then by place."""

    def key(issue: Issue) -> tuple[object, ...]:
        place = issue.place
        return (_GRAVITY[issue.severity], place.file, place.line or 0, place.record or 0, place.field, issue.code)

    return tuple(sorted(dict.fromkeys(issues), key=key))
