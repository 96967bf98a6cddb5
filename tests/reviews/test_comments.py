"""What is said about a claim: seen as the claim is, and as secret as outcomes where its writer knows a verdict."""

from typing import Any

import pytest
from django.test import Client

from projects.models import Comment
from reviews.models import Claim
from tests.attacks.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    from projects import jobs

    monkeypatch.setattr(jobs, "send", lambda job_id: True)
    return make_world()


def say(world: World, who: str, claim: str, text: str) -> Any:
    return world.do(who, "POST", f"claims/{world.ids[claim]}/comments", {"text": text})


def heard(world: World, who: str, claim: str) -> list[str]:
    answer = world.client(who).get(f"/api/v1/claims/{world.ids[claim]}/comments")
    return [row["text"] for row in answer.json()["results"]] if answer.status_code == 200 else [str(answer.status_code)]


def test_what_is_said_before_anybody_judged_is_seen_by_whoever_sees_the_claim(world: World) -> None:
    say(world, "annotator2", "claim", "Which mission?")
    for who in ("annotator", "annotator2", "reviewer", "adjudicator", "manager"):
        assert heard(world, who, "claim") == ["Which mission?"], who
    for who in ("viewer", "outsider", "admin"):
        assert heard(world, who, "claim") == ["404"], who


def test_words_of_who_has_judged_are_hidden_from_who_is_still_to_judge(world: World) -> None:
    say(world, "reviewer", "claim", "Before.")
    world.judge("reviewer", world.ids["claim"])
    say(world, "reviewer", "claim", "After.")
    assert heard(world, "reviewer", "claim") == ["Before.", "After."]
    for who in ("annotator", "reviewer2", "adjudicator", "manager"):
        assert heard(world, who, "claim") == ["Before."], who
    world.judge("reviewer2", world.ids["claim"])
    for who in ("reviewer2", "adjudicator", "manager"):
        assert heard(world, who, "claim") == ["Before.", "After."], who
    assert heard(world, "annotator", "claim") == ["Before."]
    world.do("adjudicator", "POST", f"claims/{world.ids['claim']}/confirm", {"rationale": "Both say so."})
    for who in ("annotator", "viewer"):
        assert heard(world, who, "claim") == ["Before.", "After."], who


def test_words_that_are_changed_by_who_has_judged_since_are_as_secret_as_new_ones(world: World) -> None:
    said = say(world, "reviewer", "claim", "Before.")
    world.judge("reviewer", world.ids["claim"])
    world.do("reviewer", "PATCH", f"comments/{said['id']}", {"text": "I approved."}, **{"If-Match": '"1"'})
    assert heard(world, "reviewer", "claim") == ["I approved."]
    assert heard(world, "reviewer2", "claim") == heard(world, "annotator", "claim") == []


def test_what_was_said_of_an_outcome_is_hidden_again_from_who_judges_anew(world: World) -> None:
    world.do("adjudicator", "POST", f"claims/{world.ids['agreed']}/confirm", {"rationale": "Both say so."})
    say(world, "annotator", "agreed", "So it is supported.")
    assert heard(world, "reviewer3", "agreed") == ["So it is supported."]
    world.do("adjudicator", "POST", f"claims/{world.ids['agreed']}/reopen", {"question": "Which?", "to": "in_review"})
    assert heard(world, "reviewer3", "agreed") == heard(world, "annotator", "agreed") == []


def test_the_page_keeps_what_was_typed_when_it_is_refused(world: World) -> None:
    browser = Client()
    browser.force_login(world.cast.users["annotator"])
    path = f"/projects/desk/claims/{world.ids['claim']}"
    said = say(world, "annotator", "claim", "Which mission?")
    too_long = browser.post(f"{path}/comments", {"do": "write", "text": "kept" * 2000})
    assert (too_long.status_code, "keptkept" in too_long.content.decode()) == (422, True)
    nul = browser.post(f"{path}/comments", {"do": "write", "text": "a\0b"})
    assert (nul.status_code, "NUL" in nul.content.decode() or "Null" in nul.content.decode()) == (422, True)
    edit = {"do": f"change:{said['id']}", "version": "7", "text": "Mine."}
    stale = browser.post(f"{path}/comments", edit)
    assert stale.status_code == 422
    assert ">Mine.</textarea>" in stale.content.decode()
    assert "Somebody changed this" in stale.content.decode()
    assert Comment.objects.get(pk=said["id"]).text == "Which mission?"


@pytest.mark.parametrize("step", ["nothing", "change:x", "delete:00000000-0000-7000-8000-000000000000", "restore:"])
def test_steps_that_name_nothing_of_this_claim_find_nothing(world: World, step: str) -> None:
    browser = Client()
    browser.force_login(world.cast.users["annotator"])
    path = f"/projects/desk/claims/{world.ids['claim']}/comments"
    assert browser.post(path, {"do": step, "text": "x", "version": "1"}).status_code == 404
    other = say(world, "annotator", "draft", "On another claim.")
    assert browser.post(path, {"do": f"delete:{other['id']}", "version": "1"}).status_code == 404


def test_a_mention_on_a_claim_waits_until_the_page_of_the_claim_is_read(world: World) -> None:
    say(world, "annotator2", "claim", "Is it so, @reviewer?")
    browser = Client()
    browser.force_login(world.cast.users["reviewer"])
    path = f"/projects/desk/claims/{world.ids['claim']}"
    assert f'{path}#comments"' in browser.get("/").content.decode()
    assert 'value="read"' in browser.get(path).content.decode()
    assert browser.post(f"{path}/comments", {"do": "read"}, headers={"HX-Request": "true"}).status_code == 204
    assert "mentioned you" not in browser.get("/").content.decode()
    assert 'value="read"' not in browser.get(path).content.decode()


def test_hostile_words_are_escaped_on_the_page(world: World) -> None:
    say(world, "annotator", "claim", "<script>alert(1)</script> {{ 7 }} \u202etxt")
    browser = Client()
    browser.force_login(world.cast.users["reviewer"])
    page = browser.get(f"/projects/desk/claims/{world.ids['claim']}").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 }} \u202etxt" in page
    assert Claim.objects.get(pk=world.ids["claim"]).thread is not None
