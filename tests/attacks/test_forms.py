"""Bad input in every form: said beside its field, what was typed is kept, never a crash, nothing written."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from projects.models import Invitation
from projects.services.invitations import create_invitation
from tests.attacks.forms import BAD, FORMS, TEXTS, TRIED, path_of
from tests.attacks.traces import changed, fingerprint, undone
from tests.attacks.world import World, make_world
from tests.campaigns import WHOLE
from tests.test_routes import BORROWED, LINES

pytestmark = [pytest.mark.django_db, pytest.mark.campaign]

FORM = "application/x-www-form-urlencoded"
WITH_FIELDS = [pattern for pattern, form in FORMS.items() if form.fields]


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def sender(world: World) -> "Sender":
    """Sends the forms of a project with a row of everything."""
    _invitation, world.ids["secret"] = create_invitation(by=world.cast.viewer("manager"), roles=["viewer"])
    assert Invitation.objects.filter(project=world.cast.project).count() == 2
    return Sender(world)


class Sender:
    """Sends forms as the people who may, and takes back what they write."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.sessions = {"": ""}
        for name, user in world.cast.users.items():
            client = Client()
            client.force_login(user)
            self.sessions[name] = client.cookies.output(header="", sep=";")

    def client(self, who: str, **options: Any) -> Client:
        """A browser of a person, as it was after signing in."""
        client = Client(raise_request_exception=False, **options)
        client.cookies.load(self.sessions[who])
        return client

    def send(self, pattern: str, body: str | bytes, *, kind: str = FORM) -> Any:
        """One form; what it writes is taken back if it is taken."""
        form = FORMS[pattern]
        client = self.client(form.who)
        with undone(unless_refused := []):
            answer = client.generic("POST", path_of(pattern, form, self.world), body, kind)
            unless_refused.append(answer.status_code >= 400)
        return answer

    def encoded(self, pattern: str, **changes: str | None) -> str:
        """The fields as a browser sends them, some of them changed (percent-encoded already) or left out."""
        fields = {name: quote(value) for name, value in FORMS[pattern].filled(self.world).items()}
        return "&".join(f"{name}={value}" for name, value in (fields | changes).items() if value is not None)


def test_every_form_is_in_the_table() -> None:
    taking = {line.pattern for line in LINES if line.method == "POST"}
    assert set(FORMS) == {pattern for pattern in taking if not pattern.startswith((BORROWED, "api/"))}


def test_every_form_of_the_table_is_taken_as_it_stands(sender: Sender) -> None:
    refused = {}
    for pattern in FORMS:
        answer = sender.send(pattern, sender.encoded(pattern))
        if answer.status_code not in {200, 201, 302}:
            refused[pattern] = (answer.status_code, answer.content[-3000:])
    without_file = {f"{_PROJECT}/imports", f"{_PROJECT}/documents/<uuid:id>/revisions/replace"}
    assert set(refused) == without_file, refused


_PROJECT = "projects/<slug:slug>"


@pytest.mark.parametrize("group", range(2))
def test_bad_values_in_every_field_of_every_form_are_refused_or_harmless(sender: Sender, group: int) -> None:
    before, wrong = fingerprint(), {}
    for pattern in WITH_FIELDS[group::2]:
        for what, value in BAD.items():
            answer = sender.send(pattern, sender.encoded(pattern, **dict.fromkeys(FORMS[pattern].fields, value)))
            if answer.status_code >= 500:
                wrong[f"{pattern}: {what}"] = repr(answer.exc_info[1])[:300]
        for name in FORMS[pattern].fields:
            for what in TRIED:
                answer = sender.send(pattern, sender.encoded(pattern, **{name: BAD[what]}))
                if answer.status_code >= 500:
                    wrong[f"{pattern} {name}: {what}"] = repr(answer.exc_info[1])[:300]
            answer = sender.send(pattern, sender.encoded(pattern, **{name: None}))
            if answer.status_code >= 500:
                wrong[f"{pattern} {name}: missing"] = repr(answer.exc_info[1])[:300]
    assert wrong == {}
    assert changed(before) == set()


CHOSEN = [
    '{"annotation": 5, "stance": "states"}',
    '{"annotation": "urn:uuid:00000000-0000-7000-8000-000000000000", "stance": "states"}',
    '{"document": 7, "stance": "states"}',
    '{"document": "%(document)s", "start": 0, "end": 1000000000000000000000000000000, "stance": "states"}',
    '{"document": "%(document)s", "start": "0", "end": "5", "stance": "states"}',
    '{"document": "%(document)s", "start": 0.0, "end": 5e300, "stance": "states"}',
    '{"document": "%(document)s", "fragments": [[0, 5], [3, 8]], "stance": "states"}',
    '{"document": "%(document)s", "fragments": [[0, 99999999999999999999]], "stance": "states"}',
    '{"record": {"citation": "c"}, "stance": "states", "note": null}',
    '{"record": null, "annotation": "%(mark)s", "stance": "states"}',
    '{"record": {"citation": "a\\u0000b"}, "stance": "states"}',
    '"\\ud800"',
    "[1]",
    "7",
    "[" * 2000,
]
DOING = [
    "find",
    "marks",
    "speaker",
    "kind",
    "save",
    "add:",
    "add:mark/x",
    "add:mark/5",
    "add:%(document)s/0/5/%(revision)s",
    "add:%(document)s/0/" + "9" * 5000 + "/%(revision)s",
    "add:%(document)s/-1/5/x",
    "add:%(document)s/a/b/c/d/e",
    "remove:" + "9" * 5000,
    "remove:-1",
    "remove:0",
]


@pytest.mark.parametrize("page", ["claims/new", "claims/<uuid:id>/evidence"])
def test_evidence_that_was_tampered_with_in_the_form_is_passed_over_or_refused(sender: Sender, page: str) -> None:
    pattern, before, wrong = f"{_PROJECT}/{page}", fingerprint(), {}
    sent = [("draft", source) for source in CHOSEN] + [(do, "") for do in DOING]
    sent += [("find", "[]"), ("speaker", '{"record": {"citation": "c"}, "stance": "states"}')]
    for do, source in sent:
        for words in ("valley", "a%00b", "9" * 5000):
            fields = {"do": quote(do % sender.world.ids), "source": quote(source % sender.world.ids)}
            fields |= {"words": words, "title": words, "mark_words": words, "speaker-TOTAL_FORMS": "9" * 5000}
            answer = sender.send(pattern, sender.encoded(pattern, **fields))
            if answer.status_code >= 500:
                wrong[f"{do[:40]} {source[:60]} {words[:5]}"] = repr(answer.exc_info[1])[:300]
    assert wrong == {}
    assert changed(before) == set()


def test_what_is_too_long_is_said_beside_its_field_and_the_rest_of_the_form_is_kept(sender: Sender) -> None:
    wrong, seen = {}, set()
    for pattern in WITH_FIELDS:
        texts = [name for name in FORMS[pattern].fields if name in TEXTS]
        for name in texts:
            kept = {other: f"kept-{other}" for other in texts if other != name}
            answer = sender.send(pattern, sender.encoded(pattern, **kept | {name: BAD["a long text"]}))
            if answer.status_code not in {400, 422}:
                continue
            page = answer.content.decode()
            seen.add(pattern)
            lost = [value for value in kept.values() if value not in page]
            if lost or ('aria-invalid="true"' not in page and "form-errors" not in page and "note" not in page):
                wrong[f"{pattern} {name}"] = lost
    assert wrong == {}
    assert len(seen) >= 15, seen


def test_no_form_is_taken_without_its_token_against_forgery(sender: Sender) -> None:
    before = fingerprint()
    for pattern, form in FORMS.items():
        client = sender.client(form.who, enforce_csrf_checks=True)
        answer = client.post(path_of(pattern, form, sender.world), sender.encoded(pattern), content_type=FORM)
        assert answer.status_code == 403, pattern
        assert "reload the page" in answer.content.decode(), pattern
    assert changed(before) == set()


BODIES = {
    "JSON": (b'{"name": "N"}', "application/json"),
    "no JSON": (b'{"name', "application/json"),
    "parts without an end": (b"--x\r\nContent-Disposition: form-data; name=a", "multipart/form-data; boundary=x"),
    "parts without a boundary": (b"--x--", "multipart/form-data"),
    "a boundary of no letters": (b"--\xff--", "multipart/form-data; boundary=\u00ff"),
    "a part with a NUL in its name": (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a\x00.txt"\r\n\r\nw\r\n--x--\r\n',
        "multipart/form-data; boundary=x",
    ),
    "a part in a coding nobody knows": (
        b'--x\r\nContent-Disposition: form-data; name="n"\r\nContent-Transfer-Encoding: base64\r\n\r\n\xff\r\n--x--',
        "multipart/form-data; boundary=x",
    ),
    "an alphabet nobody knows": (b"name=a", "application/x-www-form-urlencoded; charset=klingon"),
    "two thousand fields": (b"&".join(b"a%d=1" % n for n in range(2000)), FORM),
    "five megabytes": (b"name=" + b"x" * 5_000_000, FORM),
    "no type": (b"name=a", ""),
}


def test_bodies_that_are_no_form_do_no_harm(sender: Sender) -> None:
    before, wrong = fingerprint(), {}
    for number, pattern in enumerate(FORMS):
        for what, (body, kind) in list(BODIES.items())[0 if WHOLE else number % 4 :: 1 if WHOLE else 4]:
            answer = sender.send(pattern, body, kind=kind)
            if answer.status_code >= 500:
                wrong[f"{pattern}: {what}"] = repr(answer.exc_info[1])[:200]
    assert wrong == {}
    assert changed(before) == set()


# What the pages for signing in, passwords and the second factor ask for.
ASKED = ("login", "password", "username", "email", "password1", "password2", "oldpassword", "code", "next", "remember")


def test_the_pages_of_signing_in_do_not_trip_over_bad_values(sender: Sender) -> None:
    wrong, before = {}, fingerprint()
    for line in LINES:
        if line.method == "POST" and line.pattern.startswith(BORROWED):
            path = re.sub(r"\^|\$|\(\?P<\w+>[^)]*\)", "x", f"/{line.pattern}")
            for what, value in BAD.items():
                body = "&".join(f"{name}={value}" for name in ASKED)
                for who in ("", "viewer"):
                    with undone():
                        answer = sender.client(who).generic("POST", f"{path}?next={value[:2000]}", body, FORM)
                    if answer.status_code >= 500:
                        wrong[f"{path} {who}: {what}"] = repr(answer.exc_info[1])[:200]
    assert wrong == {}
    assert changed(before) == set()


def test_ids_of_another_project_are_not_found_in_any_field(sender: Sender) -> None:
    other = make_world("other", "other-")
    before, wrong = fingerprint(), {}
    for pattern, form in FORMS.items():
        for name, value in form.fields.items():
            if value.startswith("{"):
                foreign = other.ids[value[1:-1]]
                answer = sender.send(pattern, sender.encoded(pattern, **{name: foreign}))
                if answer.status_code < 400 and answer.status_code != 302:
                    wrong[f"{pattern} {name}"] = answer.status_code
        if "<slug:slug>" in pattern and form.row:
            path = path_of(pattern, form, sender.world).replace(sender.world.ids[form.row], other.ids[form.row])
            answer = sender.client(form.who).post(path, sender.encoded(pattern), content_type=FORM)
            if answer.status_code != 404:
                wrong[pattern] = answer.status_code
    assert wrong == {}
    assert changed(before) == set()
