"""Prefixes, brackets and facets of a search, and searches that are kept."""

from typing import Any

import pytest

from projects.models import Event
from sources.models import Publisher
from sources.services.indexing import follow_log
from tests.cast import Cast
from tests.sources.conftest import put_document, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(cast: Cast) -> Cast:
    """Four documents of two publishers, three years and two languages, all of them about a bridge."""
    post = Publisher.objects.create(project=cast.project, name="The Post")
    put_document(cast, "The convoy crossed the bridge.", "one", publisher=post, published="2023-04", language="en")
    put_document(cast, "A bridge and a convoys' yard.", "two", publisher=post, published="2024", language="en")
    put_document(cast, "Bridge, trucks and a ferry.", "three", published="2024-01-05")
    put_document(cast, "The bridge is closed.", "four")
    while follow_log(cast.project.id):
        pass
    return cast


def _find(cast: Cast, words: str, **query: Any) -> Any:
    answer = cast.client("viewer").get("/api/v1/search", {"project": cast.project.slug, "q": words, **query})
    assert answer.status_code == 200, answer.content
    return answer.json()


def _titles(found: Any) -> set[str]:
    return {row["title"] for row in found["results"]}


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("conv*", {"one", "two"}),
        ("bridge (convoy or ferry)", {"one", "two", "three"}),
        ("bridge -(convoy or ferry)", {"four"}),
        ("bridge not conv*", {"three", "four"}),
        ("the", {"four"}),
    ],
)
def test_prefixes_and_brackets_are_understood(shelf: Cast, words: str, titles: set[str]) -> None:
    assert _titles(_find(shelf, words)) == titles


def test_the_hits_of_a_prefix_are_marked(shelf: Cast) -> None:
    (row,) = _find(shelf, "ferr*")["results"]
    assert [row["snippet"]["text"][start:end] for start, end in row["snippet"]["hits"]] == ["ferry"]


def test_what_is_found_divides_by_publisher_language_and_year(shelf: Cast) -> None:
    facets = _find(shelf, "bridge")["facets"]
    assert [(one["name"], one["count"]) for one in facets["publisher"]] == [("The Post", 2), ("No publisher", 2)]
    assert [(one["value"], one["count"]) for one in facets["language"]] == [("en", 2), ("none", 2)]
    assert [(one["value"], one["count"]) for one in facets["year"]] == [("2024", 2), ("2023", 1), ("none", 1)]


def test_a_search_is_narrowed_to_a_part_by_the_value_that_it_gave(shelf: Cast) -> None:
    facets = _find(shelf, "bridge")["facets"]
    expected = {"publisher": [{"one", "two"}, {"three", "four"}], "year": [{"two", "three"}, {"one"}, {"four"}]}
    found = {
        name: [_titles(_find(shelf, "bridge", **{name: one["value"]})) for one in facets[name]] for name in expected
    }
    assert found == expected
    both = _find(shelf, "bridge", year="2024", language="none")
    assert _titles(both) == {"three"}
    assert both["counts"]["documents"] == 1


def test_a_facet_counts_only_what_the_viewer_may_see(shelf: Cast) -> None:
    put_document(shelf, "A secret bridge.", "red", tlp=4, published="1999")
    while follow_log(shelf.project.id):
        pass
    assert "1999" not in str(_find(shelf, "bridge")["facets"])


def test_facets_are_offered_on_the_page_and_can_be_taken_back(shelf: Cast) -> None:
    page = signed_in(shelf, "viewer").get(f"/projects/{shelf.project.slug}/search?q=bridge&year=2024").content.decode()
    assert 'href="?q=bridge&amp;year=2024&amp;language=en"' in page
    assert 'href="?q=bridge"' in page


def test_a_chosen_part_is_named_and_taken_back_where_nothing_is_found(shelf: Cast) -> None:
    post = Publisher.objects.get(project=shelf.project, name="The Post")
    address = f"/projects/{shelf.project.slug}/search?q=ferry&publisher={post.id}"
    page = signed_in(shelf, "viewer").get(address).content.decode()
    assert "Nothing found" in page
    assert "Publisher: The Post" in page
    assert 'href="?q=ferry"' in page


def _save(cast: Cast, name: str, who: str = "annotator", **query: Any) -> Any:
    path = f"/api/v1/projects/{cast.project.slug}/saved-searches"
    return cast.client(who).post(path, {"name": name, "query": query}, format="json")


def test_a_saved_search_is_kept_for_everybody_with_an_event(shelf: Cast) -> None:
    made = _save(shelf, "  Convoys of 2024 ", q="conv*", year="2024")
    assert made.status_code == 201, made.content
    listed = shelf.client("viewer").get(f"/api/v1/projects/{shelf.project.slug}/saved-searches").json()["results"]
    assert [(row["name"], row["query"]) for row in listed] == [("Convoys of 2024", {"q": "conv*", "year": "2024"})]
    assert Event.objects.get(project=shelf.project, kind="search.saved").after["name"] == "Convoys of 2024"
    page = signed_in(shelf, "viewer").get(f"/projects/{shelf.project.slug}/search").content.decode()
    assert "search?q=conv%2A&amp;year=2024" in page
    assert "/remove" not in page, "a viewer keeps nothing and removes nothing"


@pytest.mark.parametrize(
    ("name", "query", "status"),
    [
        ("", {"q": "x"}, 400),
        ("Empty", {"q": " "}, 400),
        ("Unknown", {"q": "x", "colour": "red"}, 400),
        ("Bad year", {"q": "x", "year": "soon"}, 400),
        ("Bad kind", {"q": "x", "in": "cats"}, 400),
    ],
)
def test_what_could_not_be_searched_for_is_not_kept(shelf: Cast, name: str, query: Any, status: int) -> None:
    assert _save(shelf, name, **query).status_code == status


def test_a_name_is_given_once(shelf: Cast) -> None:
    assert _save(shelf, "Same", q="x").status_code == 201
    assert _save(shelf, "Same", q="y").status_code == 409


def test_whoever_saved_it_and_managers_remove_a_search(shelf: Cast) -> None:
    ids = [_save(shelf, name, q="x").json()["id"] for name in ("one", "two")]
    assert shelf.client("reviewer").delete(f"/api/v1/saved-searches/{ids[0]}").status_code == 403
    assert shelf.client("annotator").delete(f"/api/v1/saved-searches/{ids[0]}").status_code == 204
    assert shelf.client("manager").delete(f"/api/v1/saved-searches/{ids[1]}").status_code == 204
    assert Event.objects.filter(project=shelf.project, kind="search.removed").count() == 2
