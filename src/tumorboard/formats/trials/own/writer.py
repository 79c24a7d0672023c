"""A trial as our own YAML.  Reading it back gives the same trial."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from tumorboard.criteria.combinators import Not
from tumorboard.criteria.json_form import to_json
from tumorboard.criteria.text import LONGEST, to_text
from tumorboard.model.trial import Provenance, Trial, TrialCriterion, TrialId, TrialPart, TrialSite
from tumorboard.model.verdict import Criterion


def write(trial: Trial) -> str:
    """The document."""
    held = {
        "tumorboard_trial": 1,
        "ids": [_id(i) for i in trial.ids],
        "acronym": trial.acronym,
        "title": dict(trial.titles),
        "summary": dict(trial.texts),
        "phase": trial.phase,
        "status": trial.status,
        "version": trial.version,
        "date": trial.updated.isoformat() if trial.updated else "",
        "from": _provenance(trial.provenance),
        "facts": {key: _provenance(p) for key, p in trial.facts.items()},
        "sources": dict(trial.sources),
        "criteria": [_criterion(one) for one in trial.criteria],
        "sites": _sites(trial.sites),
        "parts": [_part(part) for part in trial.parts],
        "extras": json.dumps(dict(trial.extras), ensure_ascii=False) if trial.extras else "",
    }
    return yaml.dump(_kept(held), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


class _Dumper(yaml.SafeDumper):
    """Writes values out where they stand: the reader refuses anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # Unicode's own line ends would be folded into a blank.
    style = '"' if any(end in text for end in "\x85\u2028\u2029") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def _kept(held: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in held.items() if value not in ("", {}, [], None)}


def _id(ident: TrialId) -> object:
    return ident.value if TrialId.of(ident.value) == ident else {ident.system: ident.value}


def _provenance(told: Provenance) -> str:
    return " ".join((told.tag, *told.sources)).strip()


def _criterion(one: TrialCriterion) -> dict[str, Any]:
    said: dict[str, Any] = {"number": one.reference}
    if one.use == "inclusion":
        said["include"] = _form(one.asks)
    elif isinstance(one.asks, Not):
        said["exclude"] = _form(one.asks.part)
    else:
        said |= {"asks": _form(one.asks), "use": one.use}
    return _kept(said | {"text": dict(one.texts), "from": _provenance(one.provenance)})


def _form(asks: Criterion) -> object:
    """Text where the reader reads it, else the JSON form, whose tree may be larger."""
    text = to_text(asks)
    return text if len(text) <= LONGEST else to_json(asks)


def _part(part: TrialPart) -> dict[str, Any]:
    return _kept(
        {
            "id": part.id,
            "ids": [_id(i) for i in part.ids],
            "kind": part.kind,
            "code": part.code,
            "title": dict(part.texts),
            "drugs": list(part.therapies),
            "regimen": dict(part.regimen),
            "status": part.status,
            "slots": part.slots,
            "from": _provenance(part.provenance),
            "criteria": [_criterion(one) for one in part.criteria],
            "sites": _sites(part.sites),
            "parts": [_part(p) for p in part.parts],
        }
    )


def _sites(sites: Iterable[TrialSite]) -> list[dict[str, Any]]:
    return [
        _kept(
            {
                "name": site.name,
                "country": site.country,
                "city": site.city,
                "latitude": site.latitude,
                "longitude": site.longitude,
                "status": site.status,
                "slots": site.slots,
            }
        )
        for site in sites
    ]
