"""Many trial parts over many patients: distinct leaves once, distinct subtrees once, verdicts as sets of patients."""

from tumorboard.trials.screening.answers import Answers
from tumorboard.trials.screening.columns import Table, table_of
from tumorboard.trials.screening.compiled import Entry, Program, compiled, of_criteria
from tumorboard.trials.screening.partition import Screened, screened
from tumorboard.trials.screening.plan import Plan, planned
from tumorboard.trials.screening.sets import counted, rows_of, unpacked

__all__ = [
    "Answers",
    "Entry",
    "Plan",
    "Program",
    "Screened",
    "Table",
    "compiled",
    "counted",
    "of_criteria",
    "planned",
    "rows_of",
    "screened",
    "table_of",
    "unpacked",
]
