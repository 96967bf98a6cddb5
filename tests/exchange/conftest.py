"""The stage of the tests of exports: a project with marks, claims and verdicts, and a way to export it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from annotator.models import Label
from exchange.models import Export
from projects import jobs
from projects.ids import new_id
from projects.models import Job
from projects.vocabulary import Tlp
from reviews.models import Adjudication, Attribution, Claim, Evidence, Verdict
from sources.models import Document, Reading
from tests.cast import Cast, gather, make_document, make_label, make_mark, make_reading
from tests.processes import eventually

ASTRAL = "The 🛰 convoy of 41 trucks\ncrossed the bridge. “They will not return,” she said.\nنص\n"


def make_claim(cast: Cast, statement: str, author: str = "reviewer", **fields: Any) -> Claim:
    """A claim, as a row."""
    now = timezone.now()
    claim = Claim.objects.create(
        project=cast.project,
        statement=statement,
        kind=fields.pop("kind", "fact"),
        state=fields.pop("state", "in_review"),
        author=cast.participant(author),
        tlp=fields.pop("tlp", Tlp.AMBER),
        created_at=now,
        updated_at=now,
        **fields,
    )
    Attribution.objects.create(
        project_id=cast.project.id, claim=claim, position=0, name="The mission", directness="verbatim"
    )
    return claim


def add_evidence(claim: Claim, document: Document, start: int, end: int, author: Any, **fields: Any) -> Evidence:
    """A passage under a claim, as a row."""
    return Evidence.objects.create(
        project_id=claim.project_id,
        claim=claim,
        stance=fields.pop("stance", "states"),
        document=document,
        revision=document.current_revision,
        starts=[start],
        ends=[end],
        quote="passage",
        author=author,
        tlp=document.tlp,
        created_at=timezone.now(),
        **fields,
    )


def judge(model: type[Any], claim: Claim, author: Any, **fields: Any) -> Any:
    """A verdict or an adjudication, as a row."""
    return model.objects.create(
        id=new_id(),
        project_id=claim.project_id,
        claim=claim,
        author=author,
        decision="approve",
        finding=fields.pop("finding", "supported"),
        credibility=fields.pop("credibility", 2),
        rationale=fields.pop("rationale", f"because, says {author.name}"),
        tlp=claim.tlp,
        claim_version=claim.version,
        created_at=timezone.now(),
        **fields,
    )


@dataclass
class Made:
    """An export that has ended: the answer of the API, and its parts as a client fetched them."""

    answer: dict[str, Any]
    client: Any
    opened: list[Any]

    @property
    def manifest(self) -> dict[str, Any]:
        found: dict[str, Any] = self.answer["manifest"]
        return found

    def fetch(self, part: str = "", **headers: str) -> Any:
        """The answer to asking for the file."""
        query = f"?part={part}" if part else ""
        response = self.client.get(f"/api/v1/exports/{self.answer['id']}/file{query}", **headers)
        self.opened.append(response)
        return response

    def content(self, part: str = "") -> bytes:
        """The bytes of a part."""
        response = self.fetch(part)
        assert response.status_code == 200, response.content
        return b"".join(response.streaming_content)

    def lines(self, part: str = "") -> list[dict[str, Any]]:
        """The objects of a part of JSON Lines."""
        return [json.loads(line) for line in self.content(part).splitlines()]

    def statements(self) -> list[str]:
        """The statements of the claims in it."""
        return [claim["statement"] for claim in self.lines("claims")]


@dataclass
class Stage:
    """A project ready to be exported."""

    cast: Cast
    label: Label
    nested: Label
    documents: list[Document] = field(default_factory=list)
    opened: list[Any] = field(default_factory=list)

    def ask(self, name: str, **body: Any) -> Any:
        """The answer to asking for an export; nothing runs yet."""
        return self.cast.client(name).post(self.cast.url("exports"), {"format": "jsonl", **body}, format="json")

    def export(self, name: str, **body: Any) -> Made:
        """Ask for an export over the API, run its job in this process, and return how it ended."""
        client = self.cast.client(name)
        asked = client.post(self.cast.url("exports"), {"format": "jsonl", **body}, format="json")
        assert asked.status_code == 202, asked.content
        export_id = asked.json()["id"]
        run(export_id)
        return Made(client.get(f"/api/v1/exports/{export_id}").json(), client, self.opened)


def run(export_id: str) -> Job:
    """Run the job of an export here, unless a worker was faster, and return it when it has ended."""
    jobs.run(UUID(export_id))
    eventually(lambda: Job.objects.get(id=export_id).finished, what="the export")
    return Job.objects.get(id=export_id)


@pytest.fixture
def stage(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """A project with one document and no marks; jobs run only when a test runs them."""
    monkeypatch.setattr(jobs, "send", lambda job_id: True)
    cast = gather()
    label = make_label(cast.project, "Statement")
    nested = make_label(cast.project, "Statement/Figure")
    stage = Stage(cast, label, nested, [make_document(cast.project, ASTRAL, "A convoy")])
    yield stage
    for response in stage.opened:
        response.close()


@pytest.fixture
def full(stage: Stage) -> Stage:
    """… with marks by two annotators, neither finished, and a claim on the first one's mark with two verdicts."""
    cast, document = stage.cast, stage.documents[0]
    mark = make_mark(document, cast.participant("annotator"), stage.nested, 4, 12)
    make_mark(document, cast.participant("annotator2"), stage.label, 27, 46)
    make_reading(document, cast.participant("annotator"))
    make_reading(document, cast.participant("annotator2"))
    claim = make_claim(cast, "A convoy crossed the bridge.", question="")
    add_evidence(claim, document, 4, 12, cast.participant("reviewer"))
    resting = make_claim(cast, "It had 41 trucks.", "annotator")
    add_evidence(resting, document, 4, 12, cast.participant("annotator"), annotation=mark, mark_author=mark.author)
    judge(Verdict, claim, cast.participant("reviewer2"))
    judge(Verdict, claim, cast.participant("reviewer3"), finding="refuted", credibility=5)
    return stage


def finish(document: Document, cast: Cast, *names: str) -> None:
    """These people have finished reading and see the work of others."""
    now = timezone.now()
    Reading.objects.filter(document=document, participant__in=[cast.participant(n) for n in names]).update(
        state=Reading.State.FINISHED, finished_at=now, revealed_at=now
    )


def settle(claim: Claim, cast: Cast) -> Adjudication:
    """An adjudicator has decided."""
    Claim.objects.filter(id=claim.id).update(state="decided", decision="approve", finding="refuted", credibility=5)
    decided: Adjudication = judge(
        Adjudication,
        claim,
        cast.participant("adjudicator"),
        finding="refuted",
        credibility=5,
        outcome="decided",
        dissent="One reviewer held otherwise.",
    )
    return decided


def export_row(made: Made) -> Export:
    """The row of an export."""
    return Export.objects.select_related("job").get(id=made.answer["id"])
