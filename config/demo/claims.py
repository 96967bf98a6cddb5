"""The claims of the demonstration: written, judged and settled by the people the material names, in that order."""

import hashlib
from typing import Any
from uuid import UUID

from django.db import transaction

from config.demo.material import Material, MaterialFault
from projects.viewers import Viewer
from reviews.inputs import Draft, Source, Speaker
from reviews.judging import Judgement
from reviews.models import Claim
from reviews.services.adjudications import adjudicate
from reviews.services.claims import create_claim
from reviews.services.verdicts import submit_verdict
from sources.models import Document


def claim_id(project_id: UUID, key: str, position: int) -> UUID:
    """The same id for the same claim of the same project at every run: a UUIDv7 of the project's time and the key."""
    moment = (project_id.int >> 80) + position
    noise = int.from_bytes(hashlib.sha256(f"{project_id} {key}".encode()).digest()[:10])
    number = (moment << 80) | noise
    number = number & ~(0xF << 76) | (0x7 << 76)
    return UUID(int=number & ~(0x3 << 62) | (0x2 << 62))


def judge_claims(material: Material, people: dict[str, Viewer], documents: dict[str, Document]) -> None:
    """Every claim with its verdicts and decision, all or nothing; a claim that is there is left as it is."""
    for position, entry in enumerate(material["claims"]):
        project_id = next(iter(people.values())).project_id
        known = claim_id(project_id, entry["key"], position)
        concerned = [entry["by"], *(verdict["by"] for verdict in entry["verdicts"])]
        files = [piece["document"] for piece in entry["evidence"] if "document" in piece]
        able = all(name in people for name in concerned) and all(file in documents for file in files)
        if able and not Claim.objects.filter(id=known).exists():
            with transaction.atomic():
                _tell(material, entry, known, people, documents)


def _tell(
    material: Material, entry: dict[str, Any], new_id: UUID, people: dict[str, Viewer], documents: dict[str, Document]
) -> None:
    draft = _draft(material, entry, documents)
    create_claim(by=people[entry["by"]], draft=draft, claim_id=new_id)
    for verdict in entry["verdicts"]:
        submit_verdict(
            by=people[verdict["by"]], claim_id=new_id, judgement=_judgement(verdict), rationale=verdict["rationale"]
        )
    decided = entry.get("adjudication")
    if decided:
        adjudicate(
            by=people[decided["by"]],
            claim_id=new_id,
            judgement=_judgement(decided),
            rationale=decided["rationale"],
            dissent=decided.get("dissent", ""),
        )
    state, held = Claim.objects.values_list("state", "held").get(id=new_id)
    if (state, held) != (entry["state"], entry.get("held", False)):
        raise MaterialFault(f"The claim {entry['key']} is {state} where the material says {entry['state']}.")


def _draft(material: Material, entry: dict[str, Any], documents: dict[str, Document]) -> Draft:
    return Draft(
        statement=entry["statement"],
        kind=entry["kind"],
        valid_from=entry["valid_from"],
        valid_to=entry["valid_to"],
        particulars=_particulars(entry),
        attributions=tuple(Speaker(**speaker) for speaker in entry["attributions"]),
        evidence=tuple(_source(material, piece, documents) for piece in entry["evidence"]),
        state="draft" if entry["state"] == "draft" else "in_review",
    )


def _particulars(entry: dict[str, Any]) -> dict[str, Any]:
    replies = [
        {
            "person": reply["person"],
            "asked": bool(reply["asked_on"]),
            "when": reply["asked_on"],
            "answered": reply["answered_on"],
            "answer": reply["answer"],
        }
        for reply in entry.get("right_of_reply", [])
    ]
    return {**entry["particulars"], **({"right_of_reply": replies} if replies else {})}


def _source(material: Material, piece: dict[str, Any], documents: dict[str, Document]) -> Source:
    words = {key: piece.get(key, "") for key in ("note", "valid_from", "valid_to")}
    if "record" in piece:
        return Source(stance=piece["stance"], record=piece["record"], **words)
    document = documents[piece["document"]]
    quoted = "quote" in piece or "fragments" in piece
    return Source(
        stance=piece["stance"],
        document=document.id,
        fragments=material.place(piece) if quoted else (),
        exact=piece.get("quote"),
        **words,
    )


def _judgement(entry: dict[str, Any]) -> Judgement:
    return Judgement(
        decision=entry["decision"],
        finding=entry["finding"],
        reasons=tuple(entry["reasons"]),
        credibility=entry.get("credibility"),
    )
