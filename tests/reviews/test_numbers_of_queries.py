"""A list of two hundred claims asks the database no more than a list of one."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.vocabulary import Tlp
from reviews.models import Attribution, Claim, Evidence, Verdict
from tests.reviews.conftest import Desk

MANY = 200


def fill(desk: Desk, number: int) -> None:
    """Claims in every state with three pieces of evidence, two speakers and two verdicts each, made at once."""
    now, project = timezone.now(), desk.cast.project
    author = desk.cast.participant("annotator")
    states = ["in_review", "agreed", "disputed", "decided", "draft"]
    claims = [
        Claim(
            project=project, author=author, statement=f"Statement {n}.", kind="fact", state=states[n % 5],
            tlp=Tlp.GREEN, review_due=n % 7 == 0 and states[n % 5] == "decided", created_at=now, updated_at=now,
        )
        for n in range(number)
    ]  # fmt: skip
    Claim.objects.bulk_create(claims)
    documents = (desk.first, desk.second, desk.third)
    Evidence.objects.bulk_create(
        Evidence(
            project=project, claim=claim, stance=stance, document=document, revision=document.current_revision,
            starts=[0], ends=[5], quote="Words", author=author, tlp=Tlp.GREEN, created_at=now,
        )
        for claim in claims
        for document, stance in zip(documents, ("states", "supports", "contradicts"), strict=True)
    )  # fmt: skip
    Attribution.objects.bulk_create(
        Attribution(project_id=project.id, claim=claim, position=place, name=f"Speaker {place}", directness="verbatim")
        for claim in claims
        for place in range(2)
    )
    verdicts = [
        Verdict(
            project=project, claim=claim, author=desk.cast.participant(name), decision="approve", finding=finding,
            credibility=3, tlp=Tlp.GREEN, claim_version=1, created_at=now,
        )
        for claim in claims
        if claim.state in {"agreed", "disputed", "decided"}
        for name, finding in [("reviewer", "misleading"), ("reviewer2", "uncorroborated")]
    ]  # fmt: skip
    Verdict.objects.bulk_create(verdicts)
    for claim in claims:
        claim.counted = [verdict.id for verdict in verdicts if verdict.claim_id == claim.id]
    Claim.objects.bulk_update(claims, ["counted"])


def asked(client: Any, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(address)
        if answer.streaming:
            list(answer.streaming_content)
    assert answer.status_code == 200, answer.content
    return len(queries)


def addresses(desk: Desk) -> Iterator[tuple[str, str, bool, int]]:
    """Who, which address, whether a page, and the most queries it may take."""
    for name in ("annotator", "reviewer", "adjudicator", "viewer"):
        yield name, desk.cast.url("claims?page_size=200"), False, 12
        yield name, f"/projects/{desk.cast.project.slug}/claims", True, 20
        yield name, f"/projects/{desk.cast.project.slug}/claims?sort=statement", True, 20
        yield name, desk.cast.url("claims?page_size=200&sort=-tlp"), False, 12
    yield "reviewer3", desk.cast.url("claims?to_judge=true&page_size=200"), False, 12
    yield "adjudicator", desk.cast.url("claims?to_settle=true&page_size=200"), False, 12
    yield "adjudicator", f"/projects/{desk.cast.project.slug}/adjudicate?heap=disputed", True, 20
    yield "adjudicator", f"/projects/{desk.cast.project.slug}/adjudicate?heap=agreed", True, 20
    yield "reviewer3", f"/projects/{desk.cast.project.slug}/review", True, 24
    yield "manager", f"/projects/{desk.cast.project.slug}/claims?format=csv", True, 16


@pytest.mark.django_db
def test_lists_ask_no_more_for_many_claims_than_for_one(desk: Desk) -> None:
    found: list[dict[tuple[str, str], int]] = []
    for number in (5, MANY):
        fill(desk, number)
        counts = {}
        for name, address, page, most in addresses(desk):
            client: Any = desk.client(name)
            if page:
                client = Client()
                client.force_login(desk.cast.users[name])
            asked(client, address)
            counts[name, address] = asked(client, address)
            assert counts[name, address] <= most, (name, address, counts[name, address])
        found.append(counts)
    few, many = found
    assert {key: number for key, number in many.items() if number > few[key]} == {}


@pytest.mark.django_db
def test_the_page_of_a_claim_asks_no_more_for_much_evidence_than_for_little(desk: Desk) -> None:
    client = Client()
    client.force_login(desk.cast.users["adjudicator"])
    numbers = []
    for pieces in (1, 60):
        claim = desk.disputed(
            evidence=desk.evidence() + [desk.passage(desk.second, "It gave no date", "context")] * pieces
        )
        for path in (f"claims/{claim['id']}", f"adjudicate/{claim['id']}"):
            address = f"/projects/{desk.cast.project.slug}/{path}"
            asked(client, address)
            numbers.append(asked(client, address))
    assert numbers[2:] == numbers[:2]
    assert max(numbers) <= 40
