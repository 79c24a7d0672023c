"""What a board must never be told wrong: who signed as what, and who may read the files of a registry."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.web_support import Served, csrf, served

from tumorboard.app import assessing, deidentifying, settings
from tumorboard.app.desk import Seat
from tumorboard.model.registry import Attendant, Decision
from tumorboard.store import transfer
from tumorboard.store.registry import Registry

ON = date(2026, 11, 27)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Served]:
    made = served(tmp_path)
    yield made
    made.gate.registry.close()


def discussed(site: Served, case: str = "C1") -> str:
    """The digest of a decision that was made just now."""
    seat = Seat.at(site.gate.registry, "li")
    seat.interpret(case, assessing.workbench(), settings.policy(), ON)
    made_on = seat.standing(case).assessment
    seat.write(case, Decision(on=ON, assessment=made_on, took_part=(Attendant(name="A. Wang"),), summary="go on"))
    return seat.standing(case).decision


def post(client: Any, address: str, **data: Any) -> Any:
    return client.post(address, data={"csrf": csrf(client, "/"), **data})


def api(site: Served, account: str, address: str, body: dict[str, Any]) -> Any:
    headers = {"authorization": f"Bearer {site.token(account, 'cases:read', 'cases:write', 'cases:decide')}"}
    return site.client().post(f"/api/v1{address}", json=body, headers=headers)


# Signatures


@pytest.mark.parametrize("role", ["clinician", "coordinator", "admin", "head of the department"])
def test_nobody_signs_in_the_role_of_somebody_else(site: Served, role: str) -> None:
    signs, path = discussed(site), f"/cases/{site.public['C1']}"
    page = post(site.client("molecular_pathologist"), f"{path}/sign", signs=signs, role=role, seen="3")
    assert page.status_code in {403, 422}
    answer = api(site, "molecular_pathologist", f"{path}/signature", {"signs": signs, "role": role})
    assert (answer.status_code, answer.json()["code"]) in {(403, "access.signing_role"), (422, "API001")}
    assert not Seat.at(site.gate.registry, "li").standing("C1").signers


def test_a_signature_names_the_role_of_who_signs(site: Served) -> None:
    signs, path = discussed(site), f"/cases/{site.public['C1']}"
    assert api(site, "molecular_pathologist", f"{path}/signature", {"signs": signs}).status_code == 201
    ((entry, body),) = [r for r in site.gate.registry.records("C1") if r[0].action == "signature"]
    assert (entry.by, body.role) == ("molecular_pathologist", "molecular_pathologist")  # type: ignore[union-attr]


def test_who_has_two_roles_that_sign_says_which(site: Served) -> None:
    accounts = site.gate.accounts
    accounts.change("clinician", roles=("clinician", "molecular_pathologist"), by="test")
    signs, path = discussed(site), f"/cases/{site.public['C1']}"
    assert api(site, "clinician", f"{path}/signature", {"signs": signs}).status_code == 403
    told = {"signs": signs, "role": "molecular_pathologist"}
    assert api(site, "clinician", f"{path}/signature", told).status_code == 201


# Files


def test_files_of_a_registry_are_for_their_owner_only(site: Served, tmp_path: Path) -> None:
    registry, backup, out = site.gate.registry, tmp_path / "backup.gz", tmp_path / "case.json"
    backup.write_bytes(b"of yesterday")
    backup.chmod(0o644)
    transfer.write(registry, backup)
    deidentifying.kept(out, "{}")
    before = os.umask(0)
    try:
        Registry.made(f"sqlite:///{tmp_path / 'another.sqlite'}", site.clock).close()
    finally:
        os.umask(before)
    held = [*tmp_path.glob("*.sqlite*"), backup, out]
    assert len(held) >= 4
    assert {stat.S_IMODE(f.stat().st_mode) for f in held} == {0o600}
