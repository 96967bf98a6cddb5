"""Every action of the policy for every role, from one table. An action that is not in the table fails the test.

A capital letter: the role may. A small letter: it depends on the row, and `ON_ROWS` says how. No letter: it may not.
V viewer, A annotator, R reviewer, J adjudicator, M manager. Administrators and members of other projects are in no
column, because they are no viewers of the project at all; that is a test of its own.
"""

from collections.abc import Callable
from itertools import combinations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.utils import timezone

from annotator.models import Placement
from projects import policy
from projects.errors import Forbidden, NotFound
from projects.models import Comment, Membership, Thread
from projects.predicates import ALWAYS, NEVER
from projects.viewers import find_viewer
from projects.vocabulary import Role
from reviews.models import Claim, Evidence, Verdict
from sources.models import SavedSearch
from tests.cast import (
    Cast,
    gather,
    join,
    make_document,
    make_label,
    make_mark,
    make_project,
    make_relation,
    make_user,
)

pytestmark = pytest.mark.django_db

ROLES = {"V": Role.VIEWER, "A": Role.ANNOTATOR, "R": Role.REVIEWER, "J": Role.ADJUDICATOR, "M": Role.MANAGER}

TABLE = {
    "annotation.create": "A M",
    "annotation.edit": "a m",
    "annotation.read": "V A R J M",
    "claim.adjudicate": "j",
    "claim.create": "A R",
    "claim.edit": "a r M",
    "claim.read": "V A R J M",
    "claim.release": "j",
    "claim.reopen": "j",
    "codebook.edit": "M",
    "codebook.read": "V A R J M",
    "comment.edit": "a r j m",
    "comment.read": "V A R J M",
    "comment.write": "A R J M",
    "comment.write_open": "M",
    "document.delete": "M",
    "document.edit": "M",
    "document.import": "M",
    "document.read": "V A R J M",
    "document.revise": "M",
    "document.unblind": "J M",
    "document_relation.decide": "R J M",
    "document_relation.read": "V A R J M",
    "entity.add": "A R J M",
    "entity.edit": "A R J M",
    "entity.merge": "R J M",
    "entity.read": "V A R J M",
    "event.read": "V A R J M",
    "evidence.add": "A R",
    "evidence.remove": "a r M",
    "export.create": "V A R J M",
    "export.read": "v a r j m",
    "history.read": "R J M",
    "import.read": "M",
    "index.rebuild": "M",
    "job.manage": "M",
    "job.read": "V A R J M",
    "member.manage": "M",
    "member.read": "V A R J M",
    "name.map": "M",
    "origin.read": "V A R J M",
    "origin.set": "R J M",
    "placement.read": "V A R J M",
    "placement.settle": "a J M",
    "project.change": "M",
    "project.leave": "V A R J M",
    "project.read": "V A R J M",
    "publisher.edit": "M",
    "publisher.read": "V A R J M",
    "reading.manage": "M",
    "reading.own": "A R J M",
    "relation.create": "A M",
    "relation.edit": "a m",
    "relation.read": "V A R J M",
    "search.remove": "a r j M",
    "search.save": "A R J M",
    "search.use": "V A R J M",
    "thread.resolve": "A R J M",
    "verdict.read": "R J M",
    "verdict.submit": "r",
    "workspace.open": "V A R J M",
}

# Action of the site → who may: everybody who is signed in, administrators, or whom the setting names.
SITE = {
    "account.use": "everybody",
    "job.manage": "admins",
    "manager.appoint": "admins",
    "project.create": "setting",
    "user.manage": "admins",
}


def test_every_action_is_in_the_table_and_nothing_else() -> None:
    assert set(policy.actions()) == set(TABLE)
    assert set(policy.site_actions()) == set(SITE)


@pytest.mark.parametrize("action", sorted(TABLE))
@pytest.mark.parametrize("letter", ROLES)
def test_each_role_may_what_the_table_says(action: str, letter: str) -> None:
    rules = policy.actions().get(action, {})
    rule = rules.get(ROLES[letter], NEVER)
    said = TABLE[action].split()
    expected = "may" if letter in said else "depends" if letter.lower() in said else "may not"
    assert ("may" if rule == ALWAYS else "may not" if rule == NEVER else "depends") == expected


def _mark(cast: Cast, author: str) -> Model:
    return make_mark(make_document(cast.project), cast.participant(author), make_label(cast.project))


def _placement(cast: Cast, author: str) -> Placement:
    mark = _mark(cast, author)
    return Placement.objects.create(
        project=cast.project,
        document_id=mark.document_id,
        annotation=mark,
        revision_id=mark.document.current_revision_id,
        grade=Placement.Grade.EDITED,
        similarity=0.8,
        created_at=mark.created_at,
    )


def _relation(cast: Cast, author: str) -> Model:
    document, label = make_document(cast.project), make_label(cast.project)
    return make_relation(*(make_mark(document, cast.participant(author), label) for _ in range(2)))


def _claim(cast: Cast, author: str) -> Claim:
    now = timezone.now()
    return Claim.objects.create(
        project=cast.project,
        statement="One statement.",
        kind="fact",
        author=cast.participant(author),
        tlp=0,
        created_at=now,
        updated_at=now,
    )


def _judged_claim(cast: Cast, judge: str) -> Claim:
    claim = _claim(cast, "annotator2")
    Verdict.objects.create(
        project=cast.project,
        claim=claim,
        author=cast.participant(judge),
        decision="approve",
        tlp=0,
        claim_version=1,
        created_at=timezone.now(),
    )
    return claim


def _evidence(cast: Cast, author: str) -> Model:
    document = make_document(cast.project)
    return Evidence.objects.create(
        project=cast.project,
        claim=_claim(cast, author),
        stance="states",
        document=document,
        author=cast.participant(author),
        tlp=0,
        created_at=timezone.now(),
    )


def _export(cast: Cast, author: str) -> Model:
    from exchange.models import Export
    from projects.models import Job

    user = cast.users[author]
    job = Job.objects.create(project=cast.project, kind="export", requested_by=user)
    return Export.objects.create(
        id=job.id,
        project=cast.project,
        job=job,
        user=user,
        participant=cast.participant(author),
        format="jsonl",
        tlp=0,
    )


def _comment(cast: Cast, author: str) -> Model:
    document, now = make_document(cast.project), timezone.now()
    thread = Thread.objects.create(project=cast.project, kind="document", created_at=now)
    return Comment.objects.create(
        project=cast.project,
        thread=thread,
        author=cast.participant(author),
        owner_id=cast.participant("annotator2").id,
        text="Which?",
        document_id=document.id,
        subject_id=document.id,
        secrecy="mark",
        tlp=0,
        created_at=now,
    )


def _saved_search(cast: Cast, person: str) -> Model:
    author = cast.participant(person)
    return SavedSearch.objects.create(project=cast.project, author=author, name="Gas", query={"q": "gas"})


Case = tuple[str, Callable[[Cast, str], Model], str, bool]
# Action, row, whose row (or who judged it), whether *they* may; for somebody else of the same role the reverse holds.
ON_ROWS: list[Case] = [
    ("annotation.edit", _mark, "annotator", True),
    ("annotation.edit", _mark, "manager", True),
    ("claim.edit", _claim, "annotator", True),
    ("claim.edit", _claim, "reviewer", True),
    ("claim.adjudicate", _claim, "adjudicator", False),
    ("claim.adjudicate", _judged_claim, "adjudicator", False),
    ("claim.release", _claim, "adjudicator", False),
    ("claim.reopen", _claim, "adjudicator", False),
    ("claim.reopen", _judged_claim, "adjudicator", False),
    ("comment.edit", _comment, "annotator", True),
    ("comment.edit", _comment, "reviewer", True),
    ("comment.edit", _comment, "adjudicator", True),
    ("comment.edit", _comment, "manager", True),
    ("evidence.remove", _evidence, "annotator", True),
    ("evidence.remove", _evidence, "reviewer", True),
    ("export.read", _export, "viewer", True),
    ("export.read", _export, "annotator", True),
    ("export.read", _export, "reviewer", True),
    ("export.read", _export, "adjudicator", True),
    ("export.read", _export, "manager", True),
    ("placement.settle", _placement, "annotator", True),
    ("relation.edit", _relation, "annotator", True),
    ("relation.edit", _relation, "manager", True),
    ("search.remove", _saved_search, "annotator", True),
    ("search.remove", _saved_search, "reviewer", True),
    ("search.remove", _saved_search, "adjudicator", True),
    ("verdict.submit", _claim, "reviewer", False),
]


def test_every_action_that_depends_on_the_row_is_tried_on_rows() -> None:
    named = {letter.upper(): role for letter, role in ROLES.items()}
    depends = {
        (action, str(named[letter.upper()]))
        for action, letters in TABLE.items()
        for letter in letters.split()
        if letter.islower()
    }
    assert {(action, person) for action, _row, person, _may in ON_ROWS} == depends


@pytest.mark.parametrize(("action", "row", "person", "allowed"), ON_ROWS)
def test_what_depends_on_the_row_depends_on_whose_it_is(
    action: str, row: Callable[[Cast, str], Model], person: str, allowed: bool
) -> None:
    cast = gather()
    other = make_user("another")
    join(cast.project, other, *cast.memberships[person].roles)
    made = row(cast, person)
    assert policy.may(cast.viewer(person), action, made) is allowed
    assert policy.may(find_viewer(other, project_id=cast.project.id), action, made) is not allowed


def test_several_roles_may_what_any_of_them_may() -> None:
    project = make_project()
    membership = join(project, make_user("many"), Role.VIEWER)
    for pair in combinations(ROLES, 2):
        Membership.objects.filter(id=membership.id).update(roles=[ROLES[letter] for letter in pair])
        viewer = find_viewer(membership.user, project_id=project.id)
        for action, letters in TABLE.items():
            may = any(letter in letters.upper().split() for letter in pair)
            assert policy.may(viewer, action) is may, (action, pair)


@pytest.mark.parametrize("name", ["admin", "outsider"])
def test_whoever_is_no_member_is_no_viewer_whatever_else_they_are(name: str) -> None:
    cast = gather()
    with pytest.raises(NotFound):
        find_viewer(cast.users[name], project_id=cast.project.id)
    with pytest.raises(NotFound):
        find_viewer(cast.users[name], slug=cast.project.slug)


def test_nobody_who_is_not_signed_in_is_a_viewer_or_may_anything_on_the_site() -> None:
    cast = gather()
    with pytest.raises(NotFound):
        find_viewer(AnonymousUser(), slug=cast.project.slug)  # type: ignore[arg-type]
    assert [action for action in SITE if policy.may_on_site(AnonymousUser(), action)] == []


def test_a_suspended_member_and_a_suspended_account_are_no_viewers() -> None:
    cast = gather()
    Membership.objects.filter(id=cast.memberships["annotator"].id).update(suspended_at=timezone.now())
    with pytest.raises(NotFound):
        cast.viewer("annotator")
    reviewer = cast.users["reviewer"]
    reviewer.is_active = False
    with pytest.raises(NotFound):
        find_viewer(reviewer, project_id=cast.project.id)
    assert not policy.may_on_site(reviewer, "account.use")


@pytest.mark.parametrize("name", ["viewer", "manager", "admin", "outsider"])
@pytest.mark.parametrize("creators", ["admins", "managers", "everyone"])
def test_the_site_s_actions_are_as_the_table_says(name: str, creators: str, settings: pytest.FixtureRequest) -> None:
    settings.PROJECT_CREATORS = creators  # type: ignore[attr-defined]
    user = gather().users[name]
    may_create = {
        "admins": name == "admin",
        "managers": name in {"admin", "manager", "outsider"},
        "everyone": True,
    }[creators]
    for action, who in SITE.items():
        expected = {"everybody": True, "admins": name == "admin", "setting": may_create}[who]
        assert policy.may_on_site(user, action) is expected, action


def test_a_refusal_names_the_roles_that_may() -> None:
    viewer = gather().viewer("viewer")
    with pytest.raises(Forbidden, match="Only these roles may do this: Manager"):
        policy.require(viewer, "project.change")
    assert policy.refusal(viewer, "no.such.action") == "Nobody may do this here."


def test_what_is_not_in_the_table_is_denied_to_everybody() -> None:
    cast = gather()
    assert not any(policy.may(cast.viewer(name), "no.such.action") for name in cast.memberships if name != "outsider")
    assert not policy.may_on_site(cast.users["admin"], "no.such.action")
