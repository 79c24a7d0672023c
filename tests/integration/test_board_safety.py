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
from tumorboard.model.dates import PartialDate
from tumorboard.model.registry import Attendant, Decision, FollowUp, SignOff
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


# Days, and what was written in error


def signed(site: Served, case: str = "C1") -> Seat:
    seat = Seat.at(site.gate.registry, "li")
    seat.write(case, SignOff(signs=discussed(site, case), role="clinician"))
    return seat


def seen(site: Served, case: str = "C1") -> str:
    return str(Seat.at(site.gate.registry, "li").standing(case).revision)


def test_a_follow_up_of_a_day_to_come_is_refused_on_pages_and_in_the_api(site: Served) -> None:
    signed(site)
    path, before = f"/cases/{site.public['C1']}", seen(site)
    page = post(site.client("clinician"), f"{path}/follow-up", what="death", on="2099-01-01", seen=before)
    assert page.status_code == 403 and "yet to come" in page.text
    answer = api(site, "clinician", f"{path}/follow-up", {"what": "death", "on": "2099"})
    assert (answer.status_code, answer.json()["code"]) == (403, "workflow.not_yet")
    assert seen(site) == before


def test_a_death_is_seen_on_every_page_of_the_case_until_it_is_taken_back(site: Served) -> None:
    seat, path, client = signed(site), f"/cases/{site.public['C1']}", site.client("clinician")
    entry = seat.write("C1", FollowUp(what="death", on=PartialDate(2026, 11, 20)))
    for page in ("", "/options", "/course", "/documents"):
        assert "Died 2026-11-20" in client.get(path + page).text
    again = post(
        client, f"{path}/follow-up", what="treatment_started", therapies="osimertinib", on="2026-11-21", seen=seen(site)
    )
    assert again.status_code == 403 and "died on 2026-11-20" in again.text
    told = {"follow_up": str(entry.revision), "seen": seen(site)}
    assert post(client, f"{path}/retract", **told, reason=" ").status_code == 422
    assert post(client, f"{path}/retract", **told, reason="another patient").status_code == 303
    assert "Died" not in client.get(path).text
    assert "another patient" in client.get(f"{path}/versions").text
    assert (
        api(site, "clinician", f"{path}/follow-up/{entry.revision}/retraction", {"reason": "again"}).status_code == 403
    )
