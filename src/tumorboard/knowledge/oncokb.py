"""OncoKB through the site's own token: one alteration asked, the answer shown, nothing kept.

Off until the site gives a token, in ``TUMORBOARD_ONCOKB_TOKEN`` or in a file that ``TUMORBOARD_ONCOKB_TOKEN_FILE`` names.  The
token goes into one request header and nowhere else: not into messages, not into files.  The answer is OncoKB's own; it makes no
statement, takes no part in grading, and is not stored.

Source: OncoKB API, ``/annotate/mutations/byProteinChange`` (api.oncokb.org); Chakravarty et al. 2017, JCO Precis Oncol, PO.17.00011.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import urllib3

from tumorboard.errors import InputError, ToolError
from tumorboard.knowledge.download import TIMEOUT, check_address

URL = "https://www.oncokb.org/api/v1"
TOKEN = "TUMORBOARD_ONCOKB_TOKEN"
TOKEN_FILE = "TUMORBOARD_ONCOKB_TOKEN_FILE"
MOST = 8 << 20
VERIFIED = "unverified against the real interface"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is sent: a gene, a protein change and an OncoTree code; nothing of a patient besides."""

    gene: str
    change: str
    tumor: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """The site's token; it is never shown."""

    value: str = field(repr=False)


def token(environment: Mapping[str, str]) -> Token:
    """The site's token.

    Raises
    ------
    InputError
        If the site gave none, or the file cannot be read or is empty.
    """
    value = environment.get(TOKEN, "").strip()
    path = environment.get(TOKEN_FILE, "")
    if not value and path:
        try:
            value = Path(path).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError("the file of the OncoKB token cannot be read", remedy=REMEDY, code="OKB001") from error
    if not value or not value.isascii() or len(value.split()) != 1:
        raise InputError("OncoKB is not in use: the site has given no token", remedy=REMEDY, code="OKB001")
    return Token(value)


REMEDY = f"Ask OncoKB for a license and token (oncokb.org), and give it in {TOKEN} or in a file named by {TOKEN_FILE}."


def ask(asked: Asked, secret: Token, *, url: str = URL, http: urllib3.PoolManager | None = None) -> Mapping[str, Any]:
    """OncoKB's answer on one alteration.

    Raises
    ------
    ToolError
        If the server refuses the token (`OKB002`), does not answer, or answers otherwise than known here (`OKB003`).
    """
    check_address(url)
    pool = http or urllib3.PoolManager(timeout=TIMEOUT, retries=False)
    query = {"hugoSymbol": asked.gene, "alteration": asked.change, "tumorType": asked.tumor}
    address = f"{url}/annotate/mutations/byProteinChange?{urlencode({k: v for k, v in query.items() if v})}"
    headers = {"authorization": f"Bearer {secret.value}", "accept": "application/json", "user-agent": "tumorboard"}
    try:
        # Never followed elsewhere: the token would go along.
        response = pool.request("GET", address, headers=headers, preload_content=False, redirect=False)
        status, body = response.status, response.read(MOST, decode_content=True)
        response.close()
    except urllib3.exceptions.HTTPError as error:
        # Without its cause: a traceback of it might hold the request's headers.
        raise _failed(f"the connection failed ({type(error).__name__})") from None
    if status in {401, 403}:
        raise ToolError("OncoKB does not accept the site's token", remedy=REMEDY, code="OKB002")
    if status != 200:
        raise _failed(f"it answered {status}")
    try:
        found = json.loads(body)
    except ValueError:
        raise _failed("the answer is no JSON") from None
    if not isinstance(found, dict) or "oncogenic" not in found:
        raise _failed("the answer is of another shape")
    return found


def _failed(why: str) -> ToolError:
    return ToolError(f"OncoKB did not answer the question: {why}", remedy="Try again later.", code="OKB003")


def lines(asked: Asked, found: Mapping[str, Any]) -> Iterator[str]:
    """The answer in OncoKB's own words and levels."""
    effect = found.get("mutationEffect") or {}
    yield f"OncoKB {found.get('dataVersion') or '?'} on {asked.gene} {asked.change}{f' in {asked.tumor}' if asked.tumor else ''}"
    yield f"  oncogenic: {found['oncogenic'] or 'not stated'}; effect: {effect.get('knownEffect') or 'not stated'}"
    for name in (
        "highestSensitiveLevel",
        "highestResistanceLevel",
        "highestDiagnosticImplicationLevel",
        "highestPrognosticImplicationLevel",
    ):
        if found.get(name):
            yield f"  {name}: {found[name]}"
    for treatment in found.get("treatments") or ():
        drugs = " + ".join(d.get("drugName", "?") for d in treatment.get("drugs") or ())
        tumor = (treatment.get("levelAssociatedCancerType") or {}).get("name") or "?"
        yield f"  {treatment.get('level', '?')}: {drugs} ({tumor})"
    yield "  Content of OncoKB (oncokb.org), under the site's license; shown, not stored, and no part of any grade here."
