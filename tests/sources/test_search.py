"""Search: what is found, by whom, in which words; and an index that follows, rebuilds and never tells too much."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from annotator.models import Annotation
from projects import jobs, policy
from projects.models import Job
from projects.vocabulary import Secrecy, Tlp
from sources import searching
from sources.models import IndexState, Reading, SearchEntry
from sources.queries.findable import DOCUMENTS
from sources.queries.snippets import lexemes_of, window
from sources.searching import Entries, Found, IndexedEvent, Key, Kind
from sources.services.documents import delete_documents, edit_document, restore_documents
from sources.services.indexing import begin_rebuild, follow_log, lag_of, rebuild_some
from tests.cast import Cast, make_label, make_mark, make_reading
from tests.sources.conftest import put_document

pytestmark = pytest.mark.django_db


def _index(cast: Cast) -> None:
    while follow_log(cast.project.id):
        pass


def _find(cast: Cast, words: str, name: str = "viewer", **query: Any) -> Any:
    answer = cast.client(name).get("/api/v1/search", {"project": cast.project.slug, "q": words, **query})
    assert answer.status_code == 200, answer.content
    return answer.json()


def _titles(found: Any) -> list[str]:
    return [row["title"] for row in found["results"]]


def test_words_of_text_and_title_are_found_with_the_hits_marked(cast: Cast) -> None:
    document = put_document(cast, "The convoy of 41 trucks crossed the bridge at Sarn. " * 3, "Trucks at Sarn")
    put_document(cast, "Nothing of the kind.", "Another")
    _index(cast)
    found = _find(cast, "convoy bridge")
    (row,) = found["results"]
    assert (row["kind"], row["id"], row["title"]) == ("document", str(document.id), "Trucks at Sarn")
    assert row["document"] == {"id": str(document.id), "title": "Trucks at Sarn"}
    assert row["url"] == f"/projects/{cast.project.slug}/documents/{document.id}"
    snippet = row["snippet"]
    marked = {snippet["text"][start:end] for start, end in snippet["hits"]}
    assert marked == {"convoy", "bridge"}
    assert (found["counts"]["documents"], found["more"]) == (1, [])
    assert _titles(_find(cast, "trucks")) == ["Trucks at Sarn"]


def test_phrases_exclusions_and_alternatives_are_understood(cast: Cast) -> None:
    put_document(cast, "The grey convoy left.", "one")
    put_document(cast, "The convoy was grey.", "two")
    put_document(cast, "Boats were seen.", "three")
    _index(cast)
    assert _titles(_find(cast, '"grey convoy"')) == ["one"]
    assert _titles(_find(cast, "convoy -left")) == ["two"]
    assert set(_titles(_find(cast, "left or boats"))) == {"one", "three"}
    assert _titles(_find(cast, "GREY boats")) == []


def test_each_text_is_read_in_its_own_language(cast: Cast) -> None:
    put_document(cast, "The running cats saw dogs.", "english", language="en-GB")
    put_document(cast, "The running cats saw dogs.", "unknown")
    put_document(cast, "Die Häuser der Stadt.", "german", language="de")
    _index(cast)
    assert _titles(_find(cast, "run")) == ["english"]
    assert set(_titles(_find(cast, "running"))) == {"english", "unknown"}
    assert _titles(_find(cast, "haus")) == ["german"]
    assert _titles(_find(cast, "cat -dogs")) == [], "what is excluded is excluded in the language of the text"
    (row,) = _find(cast, "run")["results"]
    assert [row["snippet"]["text"][start:end] for start, end in row["snippet"]["hits"]] == ["running"]


def test_words_deep_in_a_long_text_are_shown_where_they_stand(cast: Cast) -> None:
    filler = "Filling words of no interest. " * 900
    put_document(cast, filler + "Here the pipeline was cut. " + filler)
    _index(cast)
    (row,) = _find(cast, "pipeline")["results"]
    text, hits = row["snippet"]["text"], row["snippet"]["hits"]
    assert [text[start:end] for start, end in hits] == ["pipeline"]
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert len(text) < 400


def test_signs_of_markup_in_a_text_are_only_text(cast: Cast) -> None:
    put_document(cast, "A \x02convoy\x03 of <b>convoy</b> & <script>alert(1)</script>.")
    _index(cast)
    (row,) = _find(cast, "convoy")["results"]
    text = row["snippet"]["text"]
    assert [text[start:end] for start, end in row["snippet"]["hits"]] == ["convoy", "convoy"]


@pytest.mark.parametrize("words", ["'", "\\", "!!!", "a & | b", "the:*", '"', "-", "((", "<->", "ʼ", "%s %(x)s", "🛰️"])
def test_any_words_can_be_searched_for(cast: Cast, words: str) -> None:
    put_document(cast, "Some words.")
    _index(cast)
    assert _find(cast, words)["results"] == []


def test_hits_come_in_pages(cast: Cast) -> None:
    for number in range(5):
        put_document(cast, "convoy " * (number + 1), f"t{number}")
    _index(cast)
    first = _find(cast, "convoy", page_size=2)
    second = cast.client("viewer").get(first["next"]).json()
    third = cast.client("viewer").get(second["next"]).json()
    assert sorted(_titles(first) + _titles(second) + _titles(third)) == ["t0", "t1", "t2", "t3", "t4"]
    assert first["previous"] is None
    assert third["next"] is None
    assert first["counts"]["documents"] == 5


def test_counts_past_the_cap_are_not_exact(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("sources.queries.search", "sources.api.search"):
        monkeypatch.setattr(f"{module}.CANDIDATES", 3)
    for number in range(5):
        put_document(cast, "convoy", f"t{number}")
    _index(cast)
    found = _find(cast, "convoy")
    assert found["counts"]["documents"] == 3
    assert found["more"] == ["documents"]
    assert len(found["results"]) == 3


def test_nothing_above_the_clearance_is_found_or_counted(cast: Cast) -> None:
    put_document(cast, "The convoy.", tlp=Tlp.RED)
    _index(cast)
    found = _find(cast, "convoy")
    assert (found["results"], found["counts"]["documents"]) == ([], 0)


def test_a_raised_marking_hides_a_document_before_the_index_knows(cast: Cast) -> None:
    document = put_document(cast, "The convoy.")
    _index(cast)
    for membership in cast.memberships.values():
        membership.clearance = Tlp.RED if membership.user.username == "manager" else Tlp.AMBER
        membership.save()
    assert _titles(_find(cast, "convoy")) == ["A report"]
    edit_document(by=cast.viewer("manager"), document_id=document.id, version=1, changes={"tlp": "RED"})
    found = _find(cast, "convoy")
    assert (found["results"], found["counts"]["documents"]) == ([], 0)
    assert _titles(_find(cast, "convoy", "manager")) == ["A report"]
    _index(cast)
    assert SearchEntry.objects.get().tlp == Tlp.RED
    assert _find(cast, "convoy")["counts"]["documents"] == 0


def test_deleted_documents_are_not_found_and_restored_ones_are(cast: Cast) -> None:
    document = put_document(cast, "The convoy.")
    _index(cast)
    delete_documents(by=cast.viewer("manager"), document_ids=[document.id])
    assert _find(cast, "convoy")["counts"]["documents"] == 0
    _index(cast)
    assert not SearchEntry.objects.exists()
    restore_documents(by=cast.viewer("manager"), document_ids=[document.id])
    _index(cast)
    assert _titles(_find(cast, "convoy")) == ["A report"]


def test_another_project_finds_nothing_of_this_one(cast: Cast) -> None:
    put_document(cast, "The convoy.")
    _index(cast)
    client = cast.client("outsider")
    assert client.get("/api/v1/search", {"project": cast.project.slug, "q": "convoy"}).status_code == 404
    other = client.get("/api/v1/search", {"project": cast.memberships["outsider"].project.slug, "q": "convoy"})
    assert other.json()["results"] == []
    assert cast.client().get("/api/v1/search", {"project": cast.project.slug, "q": "x"}).status_code == 401


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"q": "x"}, "project"),
        ({"project": "desk"}, "q"),
        ({"project": "desk", "q": "  "}, "q"),
        ({"project": "desk", "q": "x" * 501}, "q"),
        ({"project": "desk", "q": "x", "in": "secrets"}, "in"),
        ({"project": "desk", "q": "x", "page_size": "0"}, "page_size"),
        ({"project": "desk", "q": "x", "page_size": "501"}, "page_size"),
        ({"project": "desk", "q": "x", "cursor": "-1"}, "cursor"),
        ({"project": "desk", "q": "x", "cursor": "x"}, "cursor"),
    ],
)
def test_a_search_that_cannot_be_used_says_why(cast: Cast, query: dict[str, str], field: str) -> None:
    answer = cast.client("viewer").get("/api/v1/search", query)
    assert answer.status_code == 400
    assert field in answer.json()["errors"]


# A further kind of thing, as a higher app would register it: marks, by their quotes ---------------------------------


@pytest.fixture
def quotes(monkeypatch: pytest.MonkeyPatch) -> None:
    def rows(project_id: UUID) -> Any:
        return Annotation.objects.filter(project_id=project_id, deleted_at__isnull=True)

    def changed(project_id: UUID, events: Sequence[IndexedEvent]) -> list[UUID]:
        documents = {event.document for event in events}
        return list(rows(project_id).filter(document__in=documents).values_list("id", flat=True))

    def entries(project_id: UUID, ids: Sequence[UUID]) -> Entries:
        return Entries(
            rows=rows(project_id).filter(id__in=ids), subject="id", document="document_id", author="author_id",
            secrecy="secrecy", tlp="tlp", heading="label__path", words="anchors__quote",
        )  # fmt: skip

    def subjects(project_id: UUID, after: UUID | None, limit: int) -> list[UUID]:
        found = rows(project_id).order_by("id")
        return list((found.filter(id__gt=after) if after else found).values_list("id", flat=True)[:limit])

    def visible(viewer: Any, ids: Sequence[UUID]) -> set[UUID]:
        found = rows(viewer.project_id).filter(policy.visible(viewer, Annotation), id__in=ids)
        return set(found.values_list("id", flat=True))

    def load(viewer: Any, keys: Sequence[Key]) -> dict[Key, Found]:
        found = rows(viewer.project_id).filter(id__in=[key[0] for key in keys])
        return {
            (id, 0): Found(title=path, words=quote, url="/", document_id=document)
            for id, path, quote, document in found.values_list("id", "label__path", "anchors__quote", "document_id")
        }

    kind = Kind("quote", "quotes", "Quotes", "Quote", "quote", changed, entries, subjects, visible, load)
    monkeypatch.setattr(searching, "_KINDS", {"document": DOCUMENTS, "quote": kind})


def test_marks_of_others_are_found_only_after_ones_own_reading_is_finished(cast: Cast, quotes: None) -> None:
    document = put_document(cast, "Peacekeepers left the valley in April.")
    make_mark(document, cast.participant("annotator2"), make_label(cast.project), 0, 12)
    _index(cast)
    reading = make_reading(document, cast.participant("annotator"))
    assert _find(cast, "peacekeepers", "annotator2")["counts"] == {"documents": 1, "quotes": 1}
    assert _find(cast, "peacekeepers", "annotator")["counts"] == {"documents": 1, "quotes": 0}
    assert _find(cast, "peacekeepers", "viewer")["counts"]["quotes"] == 0
    assert _find(cast, "peacekeepers", "manager")["counts"]["quotes"] == 0
    Reading.objects.filter(id=reading.id).update(state=Reading.State.FINISHED, revealed_at=timezone.now())
    found = _find(cast, "peacekeepers", "annotator", **{"in": "quotes"})
    assert found["counts"] == {"quotes": 1}
    assert found["results"][0]["snippet"]["text"] == "Peacekeepers"
    assert _find(cast, "peacekeepers", "viewer")["counts"]["quotes"] == 0
    assert SearchEntry.objects.get(kind="quote").secrecy == Secrecy.MARK


def test_a_rebuild_makes_the_same_entries_while_searches_go_on(cast: Cast, quotes: None) -> None:
    documents = [put_document(cast, f"convoy {number}", f"t{number}") for number in range(4)]
    make_mark(documents[0], cast.participant("annotator"), make_label(cast.project), 0, 6)
    _index(cast)
    before = set(SearchEntry.objects.values_list("kind", "subject_id", "part", "vector"))
    SearchEntry.objects.filter(subject_id=documents[3].id).delete()
    answer = cast.client("manager").post(cast.url("search-index/rebuild"))
    assert answer.status_code == 202
    again = cast.client("manager").post(cast.url("search-index/rebuild"))
    assert again.json()["id"] == answer.json()["id"]
    begin_rebuild(cast.project.id)
    assert rebuild_some(cast.project.id)
    assert _find(cast, "convoy")["counts"]["documents"] == 3, "searches read the old generation"
    put_document(cast, "convoy late", "late")
    delete_documents(by=cast.viewer("manager"), document_ids=[documents[1].id])
    _index(cast)
    assert cast.client("viewer").get(cast.url("search-index")).json()["rebuilding"] is True
    assert set(_titles(_find(cast, "convoy"))) == {"t0", "t2", "late"}
    jobs.run(UUID(answer.json()["id"]))
    assert Job.objects.get(id=answer.json()["id"]).status == "done"
    assert set(_titles(_find(cast, "convoy"))) == {"t0", "t2", "t3", "late"}
    entries = SearchEntry.objects.all()
    assert set(entries.values_list("generation", flat=True)) == {1}, "the old generation is gone"
    after = set(entries.values_list("kind", "subject_id", "part", "vector"))
    gone = {row for row in before if row[1] == documents[1].id}
    assert before - gone <= after
    assert len(after) == len(before), "one document is gone, one has come"


def test_two_workers_do_not_write_the_same_index_at_once(cast: Cast, owner: Any) -> None:
    put_document(cast, "The convoy.")
    owner.execute("SELECT pg_advisory_lock(7201, hashtext(%s))", [str(cast.project.id)])
    assert follow_log(cast.project.id) == 0
    assert begin_rebuild(cast.project.id) is False
    owner.execute("SELECT pg_advisory_unlock_all()")
    assert follow_log(cast.project.id) > 0


def test_the_lag_is_shown(cast: Cast) -> None:
    put_document(cast, "The convoy.")
    assert cast.client("viewer").get(cast.url("search-index")).json() == {
        "indexed": 0, "last": 1, "lag": 1, "rebuilding": False,
    }  # fmt: skip
    _index(cast)
    assert lag_of(cast.project.id) == (1, 1)
    assert IndexState.objects.get(project=cast.project).configs == ["simple"]


@pytest.mark.parametrize("name", ["viewer", "annotator", "reviewer", "adjudicator"])
def test_only_managers_rebuild_the_index(cast: Cast, name: str) -> None:
    assert cast.client(name).post(cast.url("search-index/rebuild")).status_code == 403


def test_only_the_words_that_are_looked_for_are_lexemes() -> None:
    assert lexemes_of("'convoy' & !'left' & ('o''neil' | 'run') & !( 'a' & 'b' )") == ["convoy", "o'neil", "run"]


def test_a_window_lies_around_the_first_word_that_begins_like_a_lexeme() -> None:
    words = "x " * 500 + "The Runners came. " + "y " * 500
    start, end = window(words, ["run"])
    assert "Runners" in words[start:end]
    assert end - start < 320
    assert window("short", ["zzz"]) == (0, 5)
    assert window("z" * 1000, ["q"])[0] == 0


@pytest.mark.parametrize("rows", [1, 60])
def test_a_search_costs_the_same_queries_for_any_number_of_hits(
    cast: Cast, rows: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(rows):
        put_document(cast, "convoy", f"t{number}")
    _index(cast)
    client = cast.client("viewer")
    address = f"/api/v1/search?project={cast.project.slug}&q=convoy&page_size=100&in=documents"
    with django_assert_max_num_queries(11):
        assert len(client.get(address).json()["results"]) == rows
