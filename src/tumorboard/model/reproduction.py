"""What is recorded of pregnancy, breast-feeding and the possibility of either."""

from __future__ import annotations

from dataclasses import dataclass

from tumorboard.model.dates import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduction:
    """None and empty where nothing is recorded.

    Parameters
    ----------
    pregnancy_test, tested_on
        positive or negative, and its day.
    breast_feeding, postmenopausal, sterilized
        `sterilized` is permanent: hysterectomy, removal of both ovaries or both tubes.
    """

    pregnancy_test: str = ""
    tested_on: PartialDate | None = None
    breast_feeding: bool | None = None
    postmenopausal: bool | None = None
    sterilized: bool | None = None
