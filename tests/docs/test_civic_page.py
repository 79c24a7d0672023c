"""Every reason for which an item of CIViC is no statement stands on its page, and the page names no other."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "knowledge" / "civic.md"
CODE = ROOT / "src" / "tumorboard" / "knowledge" / "sources" / "civic"
# A reason is the text of one of these, or a key of the account.
RAISED = re.compile(
    r'(?:NotExact|Refused|_refuse)\(\s*"([a-z_]+)"|else "([a-z]+_(?:unknown|not_mapped))"|setdefault\("([a-z_]+)"'
)
PROFILE = re.compile(r'ProfileError\("([a-z_]+)"(?: if words else "([a-z_]+)")?')


def test_the_page_lists_every_reason_and_no_other() -> None:
    code = "\n".join(path.read_text("utf-8") for path in sorted(CODE.glob("*.py")))
    raised = {name for found in RAISED.findall(code) for name in found if name}
    raised |= {f"profile_{name}" for found in PROFILE.findall(code) for name in found if name}
    table = PAGE.read_text("utf-8").partition("| reason | an example |")[2].partition("\n\n")[0]
    listed = {
        name
        for row in table.splitlines()
        for name in re.findall(r"`([a-z_]+)`", row.split("|")[1] if "|" in row else "")
    }
    assert listed == raised
