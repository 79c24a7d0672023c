"""What a monitor gets: counts by route template, and nothing of a case; without the token there is no such page."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.web_support import a_case, served, sign_in

from tumorboard.app.desk import Seat

TOKEN = "m" * 32
CANARY = "Zhangwei-19650412"


@pytest.mark.parametrize("configured, sent, status", [
    ("", "", 404), ("", "Bearer ", 404), (TOKEN, "", 404), (TOKEN, "Bearer x", 404), (TOKEN, f"Basic {TOKEN}", 404), (TOKEN, f"Bearer {TOKEN}", 200),
])  # fmt: skip
def test_only_who_has_the_token_gets_counts(tmp_path: Path, configured: str, sent: str, status: int) -> None:
    client = served(tmp_path, metrics_token=configured).client()
    assert client.get("/metrics", headers={"authorization": sent} if sent else {}).status_code == status


def test_counts_tell_routes_and_never_a_case(tmp_path: Path) -> None:
    here = served(tmp_path, metrics_token=TOKEN)
    Seat.at(here.gate.registry, "li").add(a_case(CANARY, CANARY))
    client = here.client()
    client.get(f"/cases/{CANARY}")
    client.get(f"/{CANARY}?{CANARY}={CANARY}")
    sign_in(client, CANARY)
    text = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).text
    assert CANARY not in text
    assert 'tumorboard_requests_total{method="POST",route="/login"' in text
    assert "tumorboard_registry_up 1.0" in text
    entries = next(line for line in text.splitlines() if line.startswith("tumorboard_registry_entries "))
    assert float(entries.split()[1]) >= 1
