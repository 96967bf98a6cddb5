"""Everything that a person gets of a project: API, pages, workspace, lists as CSV, searches, live feed, exports."""

import html
import re
from collections.abc import Iterator
from typing import Any

from django.test import Client

from tests.attacks import received
from tests.attacks.pages import PAGES, page_path
from tests.attacks.routes import TABLE, parts
from tests.attacks.world import World

# What differs between any two answers: tokens of forms, ids of hints, and how long ago something was.
_AGO = r"(?:just now|\d+ (?:second|minute)s? ago)"
_OF_THE_REQUEST = re.compile(rf"\b[A-Za-z0-9]{{64}}\b|\bwhy-[0-9a-f]{{8}}\b|{_AGO}")


def _api(world: World, word: str) -> Iterator[tuple[str, str]]:
    for key, case in TABLE.items():
        method, pattern = parts(key)
        of_the_site = pattern.startswith(("auth", "site-", "unmanaged-", "users"))
        if method != "GET" or pattern.endswith(("/stream", "schema")) or of_the_site:
            continue
        if "<uuid:id>" not in pattern:
            yield key, case.path(pattern, world).replace("valley", word)
            continue
        noun = pattern.partition("/")[0]
        for name, id_ in world.ids.items():
            if _noun(name) == noun:
                yield f"{key} {name}", f"/api/v1/{pattern.replace('<uuid:id>', id_)}"
    below = f"/api/v1/projects/{world.slug}"
    for query in (f"claims?q={word}", f"documents?q={word}", "documents?label=Claim", "documents?sort=-title"):
        yield query.replace(word, "…"), f"{below}/{query}"
    for name in ("to_judge", "to_settle", "mine", "held", "review_due"):
        yield f"claims?{name}", f"{below}/claims?{name}=true"
    for kind in ("documents", "annotations", "claims"):
        yield f"search in {kind}", f"/api/v1/search?project={world.slug}&q={word}&in={kind}"
    yield "concordance", f"/api/v1/concordance?project={world.slug}&q={word}"
    yield "deleted marks", f"/api/v1/documents/{world.ids['document']}/annotations?deleted=true"
    for id_ in ("mark", "claim", "document"):
        yield f"events of {id_}", f"{below}/events?subject={world.ids[id_]}"


def _noun(name: str) -> str:
    for ending, noun in (
        ("mark", "annotations"),
        ("relation kind", "relation-kinds"),
        ("relation", "relations"),
        ("membership", "members"),
        ("revision", "revisions"),
        ("label", "labels"),
        ("job", "jobs"),
        ("publisher", "publishers"),
        ("saved search", "saved-searches"),
        ("link", "document-relations"),
        ("entity", "entities"),
        ("import", "imports"),
        ("export", "exports"),
    ):
        if name.endswith(ending):
            return noun
    if name in {"document", "read", "deleted", "red"}:
        return "documents"
    claims = {"draft", "claim", "held", "withdrawn", "agreed", "disputed", "resting"}
    return "claims" if name in claims else ""


def _pages(world: World, word: str) -> Iterator[tuple[str, str]]:
    for name, row in PAGES.items():
        rows = [row]
        if row in {"document", "claim"}:
            rows = [one for one in world.ids if _noun(one) == _noun(row)]
        for one in rows:
            path = page_path(name, world.slug, world.ids.get(one, ""), world.ids["annotator's participant"])
            yield f"{name} {one}".strip(), path
    below = f"/projects/{world.slug}"
    yield "claims as CSV", f"{below}/claims?format=csv"
    yield "claims searched", f"{below}/claims?q={word}"
    yield "documents searched", f"{below}/documents?q={word}"
    yield "search page", f"{below}/search?q={word}"
    yield "concordance page", f"{below}/concordance?q={word}"
    yield "palette", f"{below}/palette?q={word}"
    yield "review of the claim", f"{below}/review?claim={world.ids['claim']}"
    yield "home", "/"


def text_of(answer: Any) -> str:
    """Status, headers that carry data, and body of an answer, as one text."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kept = [answer.headers.get(name, "") for name in ("ETag", "Location", "X-Total-Count")]
    return f"{answer.status_code} {' '.join(kept)} {html.unescape(_OF_THE_REQUEST.sub('', body.decode()))}"


def crawl(world: World, name: str, word: str) -> dict[str, str]:
    """What one person gets from every address that gives something: name of the address → text."""
    found = {key: text_of(world.client(name).get(path)) for key, path in _api(world, word)}
    browser = Client(raise_request_exception=False)
    browser.force_login(world.cast.users[name])
    found |= {key: text_of(browser.get(path)) for key, path in _pages(world, word)}
    found["stream"] = received.stream(world, name)
    found |= received.exports(world, name)
    crashed = {key: text[:300] for key, text in found.items() if text.startswith("5")}
    assert crashed == {}
    return found
