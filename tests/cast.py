"""The small cast and stage that tests share: a project, its people by role, documents, labels and marks.

Rows are made directly, without services, so that a test of one app does not depend on the services of another.
`Cast.viewer("annotator")` gives the policy's view of a person, `Cast.client("annotator")` an API client with a token.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone
from knox.models import AuthToken
from rest_framework.test import APIClient

from annotator.models import Anchor, Annotation, Codebook, Label, Relation, RelationKind
from projects.ids import new_id
from projects.models import Comment, EventCounter, Membership, Participant, Project, Thread, User
from projects.viewers import Viewer, find_viewer
from projects.vocabulary import Role, Secrecy, Tlp
from reviews.models import Claim
from sources.models import SUGGESTION, Document, DocumentRelation, Reading, Revision, Section
from sources.services.storing import keep_bytes

PASSWORD = "a long enough pass phrase"

TEXT = (
    "Peacekeepers left the valley in April.\n"
    "\n"
    "“They will not return,” an expert said. The convoy of 41 trucks crossed the bridge at Sarn.\n"
)


def make_user(username: str, **fields: Any) -> User:
    """An active user without a usable password (hashing one is slow; tests that sign in set it)."""
    user = _user(username, **fields)
    user.save(force_insert=True)
    return user


def _user(username: str, **fields: Any) -> User:
    return User(username=username, email=f"{username}@example.org", password="!", **fields)


def make_project(slug: str = "desk", **fields: Any) -> Project:
    """A project with its event counter, codebook and two kinds of relation."""
    project = Project.objects.create(slug=slug, name=fields.pop("name", slug.title()), **fields)
    EventCounter.objects.create(project=project)
    Codebook.objects.create(project=project)
    RelationKind.objects.bulk_create(
        RelationKind(
            project=project, name=name, symmetric=name == "contradicts", position=position, created_at=timezone.now()
        )
        for position, name in enumerate(("supports", "contradicts"))
    )
    return project


def join(project: Project, user: User, *roles: str, **fields: Any) -> Membership:
    """Make the user a member with these roles."""
    membership = _membership(project, user, *roles, **fields)
    membership.participant.save(force_insert=True)
    membership.save(force_insert=True)
    return membership


def _membership(project: Project, user: User, *roles: str, **fields: Any) -> Membership:
    participant = Participant(project=project, kind="user", user=user, name=user.username)
    return Membership(
        project=project, user=user, participant=participant, roles=[str(role) for role in roles], **fields
    )


def make_document(project: Project, text: str = TEXT, title: str = "A report", **fields: Any) -> Document:
    """A document with one revision, stored in sections of at most 8,000 code points with one block a line."""
    now = timezone.now()
    document = Document.objects.create(
        project=project, title=title, created_at=now, tlp=fields.pop("tlp", project.default_tlp), **fields
    )
    revision = Revision.objects.create(
        project=project,
        document=document,
        length=len(text),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        reader="text",
        created_at=now,
    )
    for number, start in enumerate(range(0, len(text), 8000)):
        part = text[start : start + 8000]
        Section.objects.create(
            project_id=project.id,
            revision=revision,
            number=number,
            start=start,
            text=part,
            blocks=[[start, start + len(part), "paragraph", None]],
        )
    document.current_revision = revision
    document.save(update_fields=["current_revision"])
    return document


def make_file(document: Document, data: bytes, name: str = "report.txt") -> None:
    """The file that the text of a document was read from."""
    kept = keep_bytes(name, data)
    Revision.objects.filter(document=document).update(file_sha256=kept.sha256, file_size=kept.size)
    Document.objects.filter(id=document.id).update(file_name=name)


def make_label(project: Project, path: str = "Claim", **fields: Any) -> Label:
    """A label; parents named in the path must exist."""
    parent_path, _, name = path.rpartition("/")
    parent = Label.objects.get(project=project, path=parent_path) if parent_path else None
    return Label.objects.create(project=project, parent=parent, name=name, path=path, colour="#0930ca", **fields)


def make_mark(
    document: Document, author: Participant, label: Label, start: int = 0, end: int = 12, **fields: Any
) -> Annotation:
    """One mark on the current revision of the document."""
    revision = document.current_revision
    assert revision is not None
    text = "".join(Section.objects.filter(revision=revision).order_by("number").values_list("text", flat=True))
    now = timezone.now()
    mark = Annotation.objects.create(
        project_id=document.project_id,
        document=document,
        label=label,
        author=author,
        tlp=document.tlp,
        secrecy=fields.pop("secrecy", Secrecy.MARK),
        created_at=now,
        updated_at=now,
        **fields,
    )
    Anchor.objects.create(
        project_id=document.project_id,
        annotation=mark,
        revision=revision,
        starts=[start],
        ends=[end],
        quote=text[start:end],
        prefix=text[max(0, start - 32) : start],
        suffix=text[end : end + 32],
    )
    return mark


def make_relation(source: Annotation, target: Annotation, kind: str = "supports", **fields: Any) -> Relation:
    """One mark's relation to another, by the author of the first."""
    now = timezone.now()
    return Relation.objects.create(
        project_id=source.project_id,
        document_id=source.document_id,
        kind=RelationKind.objects.get(project_id=source.project_id, name=kind),
        source=source,
        target=target,
        author_id=fields.pop("author_id", source.author_id),
        tlp=source.tlp,
        created_at=now,
        updated_at=now,
        **fields,
    )


def make_document_relation(
    source: Document, target: Document, kind: str = "republication", state: str = "confirmed", **fields: Any
) -> DocumentRelation:
    """How one document stands to another, confirmed unless another state is given."""
    return DocumentRelation.objects.create(
        project_id=source.project_id,
        source=source,
        target=target,
        source_revision_id=source.current_revision_id,
        target_revision_id=target.current_revision_id,
        kind=kind,
        state=state,
        secrecy=Secrecy.OPEN if state == "confirmed" else SUGGESTION,
        tlp=max(source.tlp, target.tlp),
        created_at=timezone.now(),
        **fields,
    )


def make_reading(
    document: Document, participant: Participant, state: str = Reading.State.OPEN, *, look: bool = True
) -> Reading:
    """A reading in the given state; one that is finished has been looked behind, unless `look` is false."""
    now = timezone.now()
    finished = now if state == Reading.State.FINISHED else None
    return Reading.objects.create(
        project_id=document.project_id,
        document=document,
        participant=participant,
        state=state,
        started_at=now,
        finished_at=finished,
        revealed_at=finished if look else None,
    )


def make_claim(cast: "Cast", statement: str = "Peacekeepers left the valley in April.", **fields: Any) -> Claim:
    """A claim of the annotator's, in review and resting on nothing."""
    now = timezone.now()
    given = {"state": Claim.State.IN_REVIEW, "author": cast.participant("annotator"), "tlp": cast.project.default_tlp}
    return Claim.objects.create(
        project=cast.project, statement=statement, kind="fact", created_at=now, updated_at=now, **given | fields
    )


def make_comment(
    about: Document | Annotation, author: Participant, text: str = "Which year?", **fields: Any
) -> Comment:
    """A comment on a document or a mark, in the thread that it holds or in a new one."""
    now = timezone.now()
    kind = "document" if isinstance(about, Document) else "annotation"
    about.refresh_from_db(fields=["thread"])  # somebody may have begun one meanwhile
    if about.thread is None:
        about.thread = Thread.objects.create(project_id=about.project_id, kind=kind, created_at=now)
        about.save(update_fields=["thread"])
    return Comment.objects.create(
        project_id=about.project_id,
        thread=about.thread,
        author=author,
        owner_id=author.id,
        text=text,
        document_id=about.id if isinstance(about, Document) else about.document_id,
        subject_id=about.id,
        secrecy=fields.pop("secrecy", Secrecy.MARK),
        tlp=about.tlp,
        created_at=fields.pop("created_at", now),
        **fields,
    )


PEOPLE: dict[str, tuple[str, ...]] = {
    "viewer": (Role.VIEWER,),
    "annotator": (Role.ANNOTATOR,),
    "annotator2": (Role.ANNOTATOR,),
    "reviewer": (Role.REVIEWER,),
    "reviewer2": (Role.REVIEWER,),
    "reviewer3": (Role.REVIEWER,),
    "adjudicator": (Role.ADJUDICATOR,),
    "manager": (Role.MANAGER,),
}


@dataclass
class Cast:
    """One project with a person in every role, an `admin` of the site and an `outsider` of another project."""

    project: Project
    users: dict[str, User] = field(default_factory=dict)
    memberships: dict[str, Membership] = field(default_factory=dict)

    def participant(self, name: str) -> Participant:
        return self.memberships[name].participant

    def viewer(self, name: str) -> Viewer:
        return find_viewer(self.users[name], project_id=self.project.id)

    def token(self, name: str) -> str:
        _row, token = AuthToken.objects.create(self.users[name])
        return str(token)

    def client(self, name: str | None = None) -> APIClient:
        """An API client signed in with a fresh token; anonymous without a name."""
        client = APIClient()
        if name is not None:
            client.credentials(HTTP_AUTHORIZATION=f"Bearer {self.token(name)}")
        return client

    def url(self, path: str) -> str:
        """An API address below the project."""
        return f"/api/v1/projects/{self.project.slug}/{path}"


def gather(slug: str = "desk", prefix: str = "") -> Cast:
    """Make a project and its people. The outsider manages a project of their own, `<slug>-elsewhere`."""
    cast, elsewhere = Cast(make_project(slug)), make_project(f"{slug}-elsewhere")
    cast.users = {name: _user(f"{prefix}{name}", is_admin=name == "admin") for name in (*PEOPLE, "admin", "outsider")}
    User.objects.bulk_create(cast.users.values())
    members = [(cast.project, name, roles) for name, roles in PEOPLE.items()]
    members.append((elsewhere, "outsider", (Role.MANAGER,)))
    for project, name, roles in members:
        cast.memberships[name] = _membership(project, cast.users[name], *roles)
    Participant.objects.bulk_create(membership.participant for membership in cast.memberships.values())
    Membership.objects.bulk_create(cast.memberships.values())
    return cast


NOBODY = UUID("00000000-0000-7000-8000-000000000000")
__all__ = [
    "NOBODY",
    "PASSWORD",
    "TEXT",
    "Cast",
    "Tlp",
    "gather",
    "join",
    "make_document",
    "make_label",
    "make_mark",
    "new_id",
]
