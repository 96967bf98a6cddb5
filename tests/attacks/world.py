"""A project in which every noun of the product has a row, made over the API as far as that is possible.

Two of them stand beside each other in the tests that keep projects apart; one is what bad input is thrown at.
"""

from dataclasses import dataclass, field
from typing import Any

import orjson
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.test import APIClient

from annotator.models import Placement, RelationKind
from exchange.models import Export
from projects.models import Invitation, Job, Membership, Participant
from sources.models import Import, Publisher, SavedSearch
from tests.cast import Cast, gather, make_document, make_file, make_label, make_project, new_id

SUPPORTED = {"decision": "approve", "finding": "supported", "credibility": 2, "rationale": "Two documents say so."}
REFUTED = {"decision": "approve", "finding": "refuted", "credibility": 5, "rationale": "The mission denies it."}


@dataclass
class World:
    """The cast and the ids of one row of every noun."""

    cast: Cast
    ids: dict[str, str] = field(default_factory=dict)
    clients: dict[str | None, APIClient] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """The project's name in addresses."""
        return self.cast.project.slug

    def client(self, name: str | None) -> APIClient:
        """A client that reports a crash of the site as an answer with status 500."""
        if name not in self.clients:
            client = self.cast.client(name)
            client.raise_request_exception = False
            self.clients[name] = client
        return self.clients[name]

    def do(self, name: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """One request that has to succeed; its JSON."""
        answer = self.client(name).generic(
            method.upper(),
            f"/api/v1/{path}",
            b"" if body is None else _json(body),
            "application/json",
            headers=headers,
        )
        assert 200 <= answer.status_code < 300, (path, answer.status_code, answer.content)
        return answer.json() if answer.content else None

    def evidence(self, **more: Any) -> dict[str, Any]:
        """A passage of the first document."""
        return {"document": self.ids["document"], "start": 0, "end": 12, "stance": "states", **more}

    def claim(self, by: str = "annotator", **changes: Any) -> str:
        """Write a claim; its id."""
        body = {"statement": "They left.", "kind": "fact", "evidence": [self.evidence(), *RECORDS]} | SPOKEN | changes
        return str(self.do(by, "POST", f"projects/{self.slug}/claims", body)["id"])

    def mark(self, by: str = "annotator", document: str = "document", **changes: Any) -> str:
        """Mark a passage; its id."""
        body = {"label": self.ids["label"], "start": 0, "end": 12} | changes
        return str(self.do(by, "POST", f"documents/{self.ids[document]}/annotations", body)["id"])

    def judge(self, by: str, claim: str, **changes: Any) -> str:
        """Give a verdict; its id."""
        return str(self.do(by, "POST", f"claims/{claim}/verdicts", SUPPORTED | changes)["id"])


RECORDS = [
    {"record": {"citation": f"A yearbook that {stance} it"}, "stance": stance} for stance in ("supports", "contradicts")
]
SPOKEN = {"attributions": [{"name": "an expert", "directness": "hearsay", "anonymous": True}]}


def _json(body: Any) -> bytes:
    return orjson.dumps(body)


def make_world(slug: str = "desk", prefix: str = "") -> World:
    """A project with a row of every noun. Jobs are queued and stay so: no worker runs."""
    world = World(gather(slug, prefix))
    cast, ids = world.cast, world.ids
    for person in cast.users:
        world.client(person)  # a token of everybody's, before anything is undone
    AuthToken.objects.create(user=cast.users["viewer"])
    for name in ("document", "read", "withheld", "deleted"):
        document = make_document(cast.project, title=f"The {name} one")
        assert document.current_revision is not None
        ids[name] = str(document.id)
        ids.setdefault("revision", str(document.current_revision.id))
        make_file(document, b"Peacekeepers left.")
    ids["label"] = str(make_label(cast.project, "Claim").id)
    ids["spare label"] = str(make_label(cast.project, "Spare").id)
    for person in ("annotator", "manager"):
        ids[f"{person}'s participant"] = str(cast.participant(person).id)
        ids[f"{person}'s membership"] = str(cast.memberships[person].id)
        ids[f"{person}'s user"] = str(cast.users[person].id)
    ids["unmanaged project"] = str(make_project(f"{slug}-unmanaged").id)
    ids["name"] = str(Participant.objects.create(project=cast.project, kind="name", name="A. Reader").id)
    mapped = {"speaks_for": cast.participant("annotator"), "mapped_by": cast.participant("manager")}
    Participant.objects.create(project=cast.project, kind="name", name="B. Reader", mapped_at=timezone.now(), **mapped)
    ids["reviewer3's membership"] = str(cast.memberships["reviewer3"].id)
    ids["token"] = str(AuthToken.objects.filter(user=cast.users["viewer"]).latest("created").token_key)
    ids["publisher"] = str(Publisher.objects.create(project=cast.project, name="The Herald").id)
    kept = SavedSearch(project=cast.project, author=cast.participant("annotator"), name="Gas", query={"q": "gas"})
    kept.save()
    ids["saved search"] = str(kept.id)
    others = [Publisher.objects.create(project=cast.project, name=name) for name in ("The Gazette", "The Messenger")]
    ids["other publisher"], ids["merged publisher"] = (str(publisher.id) for publisher in others)
    Publisher.objects.filter(pk=others[1].pk).update(merged_into=others[0])
    _name_entities(world)
    ids["mark"] = world.mark()
    ids["deleted mark"] = world.mark(start=2)
    world.do("annotator", "DELETE", f"annotations/{ids['deleted mark']}", **{"If-Match": '"1"'})
    ids["other mark"] = world.mark(start=13, end=17)
    ids["placement"] = str(
        Placement.objects.create(
            project=cast.project,
            document_id=ids["document"],
            annotation_id=ids["other mark"],
            revision_id=ids["revision"],
            grade=Placement.Grade.EDITED,
            similarity=0.8,
            created_at=timezone.now(),
        ).id
    )
    ids["relation kind"] = str(RelationKind.objects.get(project=cast.project, name="supports").id)
    for name, kind in (("relation", "supports"), ("deleted relation", "contradicts")):
        body = {"source": ids["mark"], "target": ids["other mark"], "kind": kind}
        ids[name] = world.do("annotator", "POST", f"documents/{ids['document']}/relations", body)["id"]
    world.do("annotator", "DELETE", f"relations/{ids['deleted relation']}", **{"If-Match": '"1"'})
    world.mark(document="read")
    body = {"target": ids["read"], "kind": "republication"}
    ids["link"] = world.do("manager", "POST", f"documents/{ids['document']}/document-relations", body)["id"]
    wire = {"words": "A wire report", "reason": "It says so."}
    world.do("manager", "PUT", f"documents/{ids['read']}/origin", wire, **{"If-Match": '"0"'})
    for name, about in (("comment", "annotations"), ("deleted comment", "annotations"), ("said", "documents")):
        row = ids["mark" if about == "annotations" else "document"]
        made = world.do("annotator", "POST", f"{about}/{row}/comments", {"text": f"Which year, @manager? {name}"})
        ids[name], ids["thread"] = made["id"], made["thread"]
    world.do("annotator", "DELETE", f"comments/{ids['deleted comment']}", **{"If-Match": '"1"'})
    world.do("annotator", "POST", f"documents/{ids['read']}/finish")
    world.do("annotator", "POST", f"documents/{ids['withheld']}/finish", {"look": False})
    world.do("manager", "DELETE", f"documents/{ids['deleted']}")
    ids["draft"] = world.claim(state="draft")
    ids["claim"] = world.claim()
    ids["held"] = world.claim(kind="allegation")
    ids["withdrawn"] = world.claim()
    world.do("annotator", "DELETE", f"claims/{ids['withdrawn']}", **{"If-Match": '"1"'})
    ids["agreed"], ids["disputed"] = world.claim(), world.claim()
    for name in ("agreed", "disputed"):
        world.judge("reviewer", ids[name])
    ids["verdict"] = world.judge("reviewer2", ids["agreed"])
    world.judge("reviewer2", ids["disputed"], **REFUTED)
    found = world.do("annotator", "GET", f"claims/{ids['claim']}")
    ids["evidence"] = found["evidence"][0]["id"]
    ids["export"] = world.do("manager", "POST", f"projects/{slug}/exports", {"format": "jsonl"})["id"]
    ids["import"] = _make_import(cast)
    ids["job"] = str(Job.objects.create(project=cast.project, kind="reindex", requested_by=cast.users["manager"]).id)
    ids["failed job"] = str(
        Job.objects.create(
            project=cast.project, kind="sources.reindex", requested_by=cast.users["manager"], status=Job.Status.FAILED
        ).id
    )
    world.do("manager", "POST", f"projects/{slug}/invitations", {"role": "viewer"})
    ids["invitation"] = str(Invitation.objects.get(project=cast.project).id)
    world.do("admin", "POST", "site-invitations", {"note": prefix})
    ids["site invitation"] = str(Invitation.objects.get(project__isnull=True, note=prefix).id)
    assert Export.objects.filter(id=ids["export"]).exists()
    assert Membership.objects.filter(project=cast.project).count() == 8
    return world


def _name_entities(world: World) -> None:
    ids, below = world.ids, f"projects/{world.slug}/entities"
    for name in ("entity", "other entity", "merged entity", "deleted entity"):
        ids[name] = world.do("manager", "POST", below, {"kind": "company", "name": f"The {name}"})["id"]
    at = f"entities/{ids['entity']}"
    ids["alias"] = world.do("manager", "POST", f"{at}/aliases", {"name": "Another"})["id"]
    number = {"scheme": "ofac", "value": "36216"}
    ids["identifier"] = world.do("manager", "POST", f"{at}/identifiers", number)["id"]
    link = {"entity": ids["entity"], "role": "speaks"}
    ids["appearance"] = world.do("manager", "POST", f"documents/{ids['document']}/entities", link)["id"]
    world.do("manager", "POST", f"entities/{ids['merged entity']}/merge", {"into": ids["other entity"]})
    world.do("manager", "DELETE", f"entities/{ids['deleted entity']}", **{"If-Match": '"1"'})


def _make_import(cast: Cast) -> str:
    job = Job.objects.create(id=new_id(), project=cast.project, kind="import", requested_by=cast.users["manager"])
    record = Import.objects.create(
        id=job.id, project=cast.project, job=job, participant=cast.participant("manager"), format="auto"
    )
    return str(record.id)
