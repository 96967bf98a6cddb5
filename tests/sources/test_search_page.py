"""The search page: what it found, of which kind, how many of each, and why it cannot search."""

from typing import Any

import pytest
from django.test import Client

from projects.events import change
from sources.services.indexing import follow_log
from tests.cast import Cast, make_document, make_label, make_mark

pytestmark = pytest.mark.django_db


def _shown(cast: Cast, **query: str) -> Any:
    client = Client()
    client.force_login(cast.users["annotator"])
    answer = client.get(f"/projects/{cast.project.slug}/search", query)
    assert answer.status_code == 200
    return answer


def test_the_search_page_says_when_it_cannot_search(cast: Cast) -> None:
    for query, words in (
        ({}, "What are you looking for?"),
        ({"q": "zzz"}, "Nothing found"),
        ({"q": "x" * 501}, "Use at most 500 characters."),
        ({"q": "x", "in": "secrets"}, "Choose from"),
    ):
        assert words in _shown(cast, **query).content.decode()


def test_each_hit_says_what_one_of_its_kind_is_called(cast: Cast) -> None:
    document = make_document(cast.project)
    mark = make_mark(document, cast.participant("annotator"), make_label(cast.project))
    with change(project_id=cast.project.id, by=cast.viewer("annotator")) as log:
        log.add("document.imported", subject=document.id, document=document.id, tlp=document.tlp, after={})
        log.add("annotation.created", subject=mark.id, document=document.id, author=mark.author_id, after={})
    while follow_log(cast.project.id):
        pass
    page = _shown(cast, q="peacekeepers")
    assert {str(item["hit"].kind.one) for item in page.context["hits"]} == {"Document", "Mark"}
    rows = page.content.decode().split("data-rows")[1]
    assert ">Document<" in rows.replace("\n", "")
    assert "Documents" not in rows.split("</ul>")[0]
    tabs = {str(tab["label"]): tab["count"] for tab in page.context["tabs"]}
    assert tabs == {"Everything": "2", "Documents": "1", "Marks": "1", "Claims": "0"}
