"""A letter with its sign is one character or two (NFC, NFD): texts keep theirs, and every search finds both."""

import importlib
import unicodedata
from typing import Any

import pytest
from django.db import connection

from projects.events import change
from reviews.models import Claim
from reviews.queries.picking import find_marks, find_passages
from sources.models import Document, IndexState, Publisher
from sources.services.indexing import begin_rebuild, follow_log, rebuild_some
from tests.cast import Cast, make_claim, make_document, make_label, make_mark
from tests.sources.conftest import text_of

pytestmark = pytest.mark.django_db

FORMS = ("NFC", "NFD")
WORDS = "Hälvet Sārn"


def _spelt(form: Any, text: str) -> str:
    return unicodedata.normalize(form, text)


def _index(cast: Cast) -> None:
    while follow_log(cast.project.id):
        pass


def _rebuild(cast: Cast) -> None:
    assert begin_rebuild(cast.project.id)
    while rebuild_some(cast.project.id) is not None:
        pass


def _tell(cast: Cast, kind: str, **about: Any) -> None:
    with change(project_id=cast.project.id, by=cast.viewer("manager")) as log:
        log.add(kind, tlp=cast.project.default_tlp, after={}, **about)


@pytest.fixture(params=FORMS)
def stored(request: pytest.FixtureRequest, cast: Cast) -> Document:
    """A document, a mark and a claim, all in one of the two spellings."""
    form = request.param
    text = _spelt(form, "The convoy left Hälvet for Sārn. " + "Filling words. " * 60)
    document = make_document(cast.project, text, _spelt(form, "Hälvet to Sārn"))
    _tell(cast, "document.imported", subject=document.id, document=document.id)
    mark = make_mark(document, cast.participant("annotator"), make_label(cast.project), 0, text.index(". "))
    _tell(cast, "annotation.created", subject=mark.id, document=document.id, author=mark.author_id)
    claim = make_claim(cast, _spelt(form, "The convoy left Hälvet for Sārn."))
    _tell(cast, "claim.created", subject=claim.id, author=claim.author_id)
    return document


def _found(cast: Cast, words: str) -> Any:
    answer = cast.client("annotator").get("/api/v1/search", {"project": cast.project.slug, "q": words})
    assert answer.status_code == 200
    return answer.json()["results"]


@pytest.mark.parametrize("form", FORMS)
def test_full_text_search_finds_either_spelling_of_texts_marks_and_claims(
    cast: Cast, stored: Document, form: str
) -> None:
    _index(cast)
    for _time in ("followed", "rebuilt"):
        for word in WORDS.split():
            results = _found(cast, _spelt(form, word))
            assert {row["kind"] for row in results} == {"document", "annotation", "claim"}
            for row in results:
                snippet = row["snippet"]
                hits = [snippet["text"][start:end] for start, end in snippet["hits"]]
                assert {_spelt("NFC", hit) for hit in hits} == {word}
        _rebuild(cast)


def test_a_text_keeps_its_own_spelling(cast: Cast, stored: Document) -> None:
    text = text_of(stored)
    _index(cast)
    assert text_of(stored) == text


def test_entries_made_in_another_spelling_are_made_again_by_the_migration(cast: Cast) -> None:
    document = make_document(cast.project, _spelt("NFD", "Nothing but Hälvet."))
    other = make_document(cast.memberships["outsider"].project, "Nothing but words.")
    IndexState.objects.create(project=cast.project, number=1)
    IndexState.objects.create(project_id=other.project_id, number=1)
    statement = importlib.import_module("sources.migrations.0012_index_composed_letters").AGAIN
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert IndexState.objects.get(project=cast.project).number == 0
    assert IndexState.objects.get(project_id=other.project_id).number == 1
    assert document.project_id != other.project_id


@pytest.mark.parametrize("form", FORMS)
def test_the_filter_of_every_list_finds_either_spelling(cast: Cast, stored: Document, form: str) -> None:
    word = _spelt(form, "Sārn")
    client = cast.client("manager")
    documents = client.get(cast.url("documents"), {"q": word}).json()["results"]
    assert [row["id"] for row in documents] == [str(stored.id)]
    claims = client.get(cast.url("claims"), {"q": word}).json()["results"]
    assert [row["id"] for row in claims] == [str(Claim.objects.get().id)]
    Publisher.objects.create(project=cast.project, name=stored.title)
    publishers = client.get(cast.url("publishers"), {"q": word}).json()["results"]
    assert [row["name"] for row in publishers] == [stored.title]


@pytest.mark.parametrize("form", FORMS)
def test_passages_to_cite_are_found_in_either_spelling(cast: Cast, stored: Document, form: str) -> None:
    viewer = cast.viewer("annotator")
    for title in ("", _spelt(form, "Hälvet")):
        (found,) = find_passages(viewer, _spelt(form, "Hälvet for  Sārn"), title)
        assert _spelt("NFC", found.passage.exact) == "Hälvet for Sārn"
        assert text_of(stored)[found.passage.start : found.passage.end] == found.passage.exact
    assert len(find_marks(viewer, _spelt(form, "Sārn"))) == 1
