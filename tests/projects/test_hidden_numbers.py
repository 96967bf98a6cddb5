"""What a blind reader learns of others' work from the log and the feed: the numbers, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest

from projects.live.reading import missed_changes_of_sight, sight_kinds
from projects.vocabulary import NAMES, Secrecy
from tests.cast import NOBODY, Cast, make_document, make_reading, new_id
from tests.processes import WebProcess
from tests.projects.stream_fixtures import cast
from tests.projects.streams import resume, say

__all__ = ["cast"]

pytestmark = pytest.mark.django_db(transaction=True)

Hidden = Callable[[Cast, Any], int]
# Changes of others that differ in everything: what, whose, where, and whether somebody's sight changes by them.
HIDDEN: list[Hidden] = [
    lambda cast, document: _do(cast, "annotation.created", "annotator", document.id),
    lambda cast, document: _do(cast, "annotation.deleted", "reviewer", document.id),
    lambda cast, document: _do(cast, "reading.opened", "reviewer", document.id),
    lambda cast, document: _do(cast, "reading.finished", "annotator", make_document(cast.project).id),
    lambda cast, document: _do(cast, "verdict.submitted", "reviewer", None, Secrecy.VERDICT),
    lambda cast, document: _do(cast, "name.mapped", "reviewer", None, NAMES),
]


def _do(cast: Cast, kind: str, by: str, document: Any, secrecy: str = Secrecy.MARK) -> int:
    author = cast.participant(by).id
    return say(cast, by, kind, document=document, subject=new_id(), author=author, secrecy=secrecy)


def _page(cast: Cast, query: str) -> dict[str, Any]:
    answer = cast.client("annotator2").get(cast.url(f"events?{query}"))
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_every_hidden_change_leaves_the_same_trace_and_that_is_one_number(live_server: WebProcess, cast: Cast) -> None:
    document = make_document(cast.project)
    for name in ("annotator", "annotator2"):
        make_reading(document, cast.participant(name))
    assert {kind in sight_kinds() for kind in ("annotation.created", "reading.opened")} == {False, True}
    traces = []
    for change in HIDDEN:
        before = say(cast)
        hidden = change(cast, document)
        assert hidden == before + 1
        assert _page(cast, f"after={before}") == {"next": None, "previous": None, "last": hidden, "results": []}
        for query in (f"document={document.id}", "kind=annotation.created", "kind=reading.opened", f"subject={NOBODY}"):
            page = _page(cast, f"after={before}&{query}")
            assert (page["results"], page["last"]) == ([], hidden)
        shown = say(cast)
        with resume(live_server, cast, "annotator2", f"?after={before}") as stream:
            stream.wait_for("reset")
            traces.append(
                [(one.event, one.data if one.event == "reset" else one.data["number"]) for one in stream.heard]
            )
            assert stream.numbers() == [shown]
        traces[-1] = [(event, data if event == "reset" else data - before) for event, data in traces[-1]]
    assert traces == [traces[0]] * len(HIDDEN)
    assert traces[0] == [("change", 2), ("reset", {"subject": None})]


def test_next_leads_on_from_what_was_shown_and_not_from_what_is_hidden(cast: Cast) -> None:
    document = make_document(cast.project)
    shown = []
    for change in HIDDEN:
        shown.append(say(cast))
        change(cast, document)
    page = _page(cast, "after=0&page_size=2")
    assert [event["number"] for event in page["results"]] == shown[:2]
    assert page["next"].endswith(f"after={shown[1]}&page_size=2")
    last = _page(cast, f"after={shown[-2]}&page_size=1")
    assert ([event["number"] for event in last["results"]], last["next"]) == (shown[-1:], None)


def test_after_a_long_absence_everything_is_fetched_again_whatever_happened(cast: Cast) -> None:
    first = say(cast)
    for _round in range(3):
        last = say(cast)
    assert missed_changes_of_sight(cast.viewer("annotator2"), first, last) == []
    assert missed_changes_of_sight(cast.viewer("annotator2"), first, last + 1_000) == [None]
