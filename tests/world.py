"""One row of everything in a project, for tests that walk every route: made directly, and addressed by name.

`build("desk")` gives a cast and the ids of its rows. Marks and the claim are the annotator's, the verdict is the
reviewer's, what was asked for (import, export, job) is the manager's.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from annotator.models import Label, Placement, RelationKind
from exchange.models import Export
from projects.links import digest_of_secret
from projects.models import Invitation, Job, Participant
from projects.vocabulary import Role, Tlp
from reviews.models import Attribution, Claim, Evidence, Verdict
from sources.models import (
    DocumentEntity,
    Entity,
    EntityAlias,
    EntityIdentifier,
    Import,
    Publisher,
    Reading,
    SavedSearch,
)
from tests.cast import (
    Cast,
    gather,
    join,
    make_comment,
    make_document,
    make_document_relation,
    make_file,
    make_label,
    make_mark,
    make_project,
    make_reading,
    make_relation,
    make_user,
)


@dataclass
class World:
    """A project with its people, and the ids of its rows by name."""

    cast: Cast
    ids: dict[str, UUID] = field(default_factory=dict)

    def add(self, name: str, row: Any) -> Any:
        """Remember a row under a name."""
        self.ids[name] = row.pk
        return row


def build(slug: str = "desk", prefix: str = "") -> World:
    """A project with one row of everything."""
    cast = gather(slug, prefix)
    world = World(cast)
    _people(world)
    _reading_and_marking(world)
    _judging(world)
    _jobs(world)
    return world


def everywhere(*worlds: World) -> None:
    """Add `both`: somebody who holds every role in each of these projects."""
    user = make_user("both")
    for world in worlds:
        world.cast.users["both"] = user
        world.cast.memberships["both"] = join(world.cast.project, user, *Role.values, clearance=Tlp.RED)


def _people(world: World) -> None:
    cast = world.cast
    world.add("member", cast.memberships["viewer"])
    world.add("user", cast.users["viewer"])
    world.add("unmanaged project", make_project(f"{cast.project.slug}-unmanaged"))
    world.add("name", Participant.objects.create(project=cast.project, kind="name", name="A. Reader"))
    world.add("participant", cast.participant("annotator"))
    for name, project in (("invitation", cast.project), ("site invitation", None)):
        invitation = Invitation.objects.create(
            project=project,
            roles=[Role.VIEWER] if project else [],
            secret_digest=digest_of_secret(f"{cast.project.slug} {name}"),
            created_by=cast.users["manager" if project else "admin"],
            expires_at=timezone.now() + timedelta(days=1),
        )
        world.add(name, invitation)


def _reading_and_marking(world: World) -> None:
    cast = world.cast
    world.add("publisher", Publisher.objects.create(project=cast.project, name="The Post"))
    kept = SavedSearch(project=cast.project, author=cast.participant("annotator"), name="Gas", query={"q": "gas"})
    kept.save()
    world.add("saved search", kept)
    document = world.add("document", make_document(cast.project))
    world.ids["revision"] = document.current_revision_id
    make_file(document, b"Peacekeepers left.")
    world.add("label", make_label(cast.project))
    make_reading(document, cast.participant("annotator"), Reading.State.FINISHED)
    label = Label.objects.get(pk=world.ids["label"])
    _entity(world)
    mark = world.add("annotation", make_mark(document, cast.participant("annotator"), label))
    world.add(
        "placement",
        Placement.objects.create(
            project=cast.project,
            document=document,
            annotation=mark,
            revision_id=document.current_revision_id,
            grade=Placement.Grade.EDITED,
            similarity=0.8,
            created_at=timezone.now(),
        ),
    )
    world.add("relation", make_relation(mark, make_mark(document, cast.participant("annotator"), label, 13, 17)))
    world.add("relation kind", RelationKind.objects.get(project=cast.project, name="supports"))
    other = make_document(cast.project, title="Another report")
    world.add("document relation", make_document_relation(document, other))
    comment = world.add("comment", make_comment(mark, cast.participant("annotator")))
    world.ids["thread"] = comment.thread_id


def _entity(world: World) -> None:
    cast, now = world.cast, timezone.now()
    own = {"project": cast.project, "created_at": now}
    entity = world.add("entity", Entity.objects.create(kind="company", name="Aune Gas", folded="aune gas", **own))
    world.add("alias", EntityAlias.objects.create(entity=entity, name="AG", folded="ag", **own))
    world.add("identifier", EntityIdentifier.objects.create(entity=entity, scheme="ofac", value="36216", **own))
    link = DocumentEntity.objects.create(
        document_id=world.ids["document"], entity=entity, role="speaks", author=cast.participant("annotator"), **own
    )
    world.add("appearance", link)


def _judging(world: World) -> None:
    cast, now = world.cast, timezone.now()
    claim = world.add(
        "claim",
        Claim.objects.create(
            project=cast.project,
            statement="Peacekeepers left the valley in April.",
            kind="fact",
            state=Claim.State.IN_REVIEW,
            author=cast.participant("annotator"),
            tlp=cast.project.default_tlp,
            submitted_at=now,
            created_at=now,
            updated_at=now,
        ),
    )
    Attribution.objects.create(
        project_id=cast.project.id, claim=claim, position=0, name="The mission", directness="verbatim"
    )
    evidence = Evidence.objects.create(
        project=cast.project,
        claim=claim,
        stance="states",
        document_id=world.ids["document"],
        revision_id=world.ids["revision"],
        starts=[0],
        ends=[12],
        quote="Peacekeepers",
        author=cast.participant("annotator"),
        tlp=cast.project.default_tlp,
        created_at=now,
    )
    world.add("evidence", evidence)
    Verdict.objects.create(
        project=cast.project,
        claim=claim,
        author=cast.participant("reviewer2"),
        decision="approve",
        finding="uncorroborated",
        credibility=3,
        tlp=claim.tlp,
        claim_version=1,
        created_at=now,
    )


def _jobs(world: World) -> None:
    cast = world.cast
    manager, participant = cast.users["manager"], cast.participant("manager")
    own = {"project": cast.project, "requested_by": manager}
    world.add("job", Job.objects.create(kind="import", **own))
    job = Job.objects.create(kind="import", **own)
    world.add("import", Import.objects.create(id=job.id, project=cast.project, job=job, participant=participant))
    job = Job.objects.create(kind="export", **own)
    export = Export.objects.create(
        id=job.id,
        project=cast.project,
        job=job,
        user=manager,
        participant=participant,
        format="jsonl",
        tlp=Tlp.AMBER,
    )
    world.add("export", export)
