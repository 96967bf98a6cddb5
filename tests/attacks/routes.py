"""Every address of the API with each of its methods: who may use it, on which row, and a body that it takes.

The table is compared with the addresses that the site resolves: a new one that is not here fails the tests.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.attacks.bodies import (
    PUBLISHER,
    change_body,
    claim_body,
    export_body,
    label_body,
    mark_body,
    record_body,
    revision_body,
    settings_body,
    settlement_body,
    steps_body,
    verdict_body,
)
from tests.attacks.world import World

Body = Callable[[World], Any]
PREFIX = "api/v1/"


@dataclass(frozen=True)
class Case:
    """One use of one address that succeeds."""

    who: str = "manager"
    row: str = ""
    body: Body | None = None
    version: int = 0
    query: str = ""
    many: bool = False

    def path(self, pattern: str, world: World) -> str:
        """The address with the project's name, and the row's id, in their places."""
        found = world.ids.get(self.row, "")
        path = pattern.replace("<slug:slug>", world.slug)
        for slot in ("<uuid:id>", "<slug:key>"):
            path = path.replace(slot, found)
        return f"/{PREFIX}{path}" + (f"?{self.query.format(slug=world.slug)}" if self.query else "")

    def headers(self) -> dict[str, str]:
        """The version, where one has to be named."""
        return {"If-Match": f'"{self.version}"'} if self.version else {}


def plain(**body: Any) -> Body:
    """A body that names no row of the project."""
    return lambda world: body


_REASON = {"reason": "r"}

TABLE: dict[str, Case] = {
    "POST auth/token": Case("viewer", body=plain(username="viewer", password="wrong", code="1")),
    "DELETE auth/token": Case("viewer"),
    "GET auth/tokens": Case("viewer"),
    "DELETE auth/tokens/<slug:key>": Case("viewer", "token"),
    "GET me": Case("viewer"),
    "GET projects": Case(),
    "POST projects": Case("admin", body=lambda w: settings_body(w) | {"slug": "newest"}),
    "GET projects/<slug:slug>": Case(),
    "PATCH projects/<slug:slug>": Case(version=1, body=settings_body),
    "POST projects/<slug:slug>/leave": Case("viewer"),
    "GET projects/<slug:slug>/members": Case(),
    "POST projects/<slug:slug>/members": Case(body=plain(username="outsider", roles=["viewer"], clearance="GREEN")),
    "GET members/<uuid:id>": Case(row="annotator's membership"),
    "PATCH members/<uuid:id>": Case(
        row="annotator's membership", version=1, body=plain(roles=["viewer"], clearance="RED", suspended=False)
    ),
    "DELETE members/<uuid:id>": Case(row="annotator's membership", version=1),
    "GET members/<uuid:id>/open-work": Case(row="annotator's membership"),
    "POST members/<uuid:id>/open-work": Case(
        row="annotator's membership", body=lambda w: {"to": w.ids["manager's membership"]}
    ),
    "GET projects/<slug:slug>/imported-names": Case(),
    "GET imported-names/<uuid:id>": Case(row="name"),
    "PATCH imported-names/<uuid:id>": Case(
        row="name", version=1, body=lambda w: {"member": w.ids["annotator's membership"]}
    ),
    "GET projects/<slug:slug>/invitations": Case(),
    "POST projects/<slug:slug>/invitations": Case(body=plain(roles=["viewer"], email="a@example.org", note="n")),
    "DELETE invitations/<uuid:id>": Case(row="invitation"),
    "GET site-invitations": Case("admin"),
    "POST site-invitations": Case("admin", body=plain(email="a@example.org", note="n")),
    "DELETE site-invitations/<uuid:id>": Case("admin", "site invitation"),
    "GET projects/<slug:slug>/events": Case(),
    "GET projects/<slug:slug>/stream": Case(),
    "PATCH comments/<uuid:id>": Case("annotator", "comment", version=1, body=plain(text="Which year?")),
    "DELETE comments/<uuid:id>": Case("annotator", "comment", version=1),
    "POST comments/<uuid:id>/restore": Case("annotator", "deleted comment", version=2),
    "POST threads/<uuid:id>/resolve": Case("annotator", "thread"),
    "POST threads/<uuid:id>/reopen": Case("annotator", "thread"),
    "POST threads/<uuid:id>/read": Case("annotator", "thread"),
    "GET jobs": Case("admin"),
    "GET jobs/<uuid:id>": Case(row="job"),
    "POST jobs/<uuid:id>/cancel": Case(row="job"),
    "POST jobs/<uuid:id>/retry": Case(row="failed job"),
    "GET users": Case("admin"),
    "POST users": Case("admin", body=plain(username="new", name="N", email="n@example.org", is_admin=False)),
    "GET users/<uuid:id>": Case("admin", "annotator's user"),
    "PATCH users/<uuid:id>": Case(
        "admin", "annotator's user", body=plain(name="N", email="n@example.org", is_admin=False, suspended=False)
    ),
    "POST users/<uuid:id>/reset-link": Case("admin", "annotator's user"),
    "GET unmanaged-projects": Case("admin"),
    "POST unmanaged-projects/<uuid:id>/manager": Case(
        "admin", "unmanaged project", body=plain(username="outsider", reason="r")
    ),
    "GET projects/<slug:slug>/documents": Case(),
    "GET documents/<uuid:id>": Case(row="document"),
    "PATCH documents/<uuid:id>": Case(row="document", version=1, body=record_body),
    "DELETE documents/<uuid:id>": Case(row="document"),
    "POST documents/<uuid:id>/restore": Case(row="deleted"),
    "GET documents/<uuid:id>/text": Case(row="document"),
    "GET documents/<uuid:id>/citation": Case("viewer", "document", query="format=csl_json"),
    "GET documents/<uuid:id>/file": Case("viewer", "document"),
    "GET documents/<uuid:id>/revisions": Case(row="document"),
    "POST documents/<uuid:id>/revisions": Case(row="document", body=revision_body),
    "GET documents/<uuid:id>/readings": Case(row="document"),
    "POST documents/<uuid:id>/finish": Case("annotator", "document"),
    "POST documents/<uuid:id>/reveal": Case("annotator", "read"),
    "POST documents/<uuid:id>/resume": Case("annotator", "withheld"),
    "POST documents/<uuid:id>/reopen": Case(
        row="read", body=lambda w: {"participant": w.ids["annotator's participant"], **_REASON}
    ),
    "POST documents/<uuid:id>/release": Case(
        row="document", body=lambda w: {"participant": w.ids["annotator's participant"], **_REASON}
    ),
    "POST documents/<uuid:id>/unblind": Case(row="document", body=plain(**_REASON)),
    "GET documents/<uuid:id>/presence": Case("viewer", "document"),
    "PUT documents/<uuid:id>/presence": Case("viewer", "document", body=plain(start=0)),
    "DELETE documents/<uuid:id>/presence": Case("viewer", "document"),
    "GET documents/<uuid:id>/comments": Case("annotator", "document"),
    "POST documents/<uuid:id>/comments": Case(row="document", body=plain(text="Which?", open=True)),
    "GET documents/<uuid:id>/document-relations": Case(row="document"),
    "POST documents/<uuid:id>/document-relations": Case(
        row="document", body=lambda w: {"target": w.ids["withheld"], "kind": "quotes", "note": "n"}
    ),
    "GET document-relations/<uuid:id>": Case(row="link"),
    "PATCH document-relations/<uuid:id>": Case(
        row="link", version=1, body=plain(state="confirmed", kind="rewrite", turn=True, note="n")
    ),
    "DELETE document-relations/<uuid:id>": Case(row="link", version=1),
    "GET projects/<slug:slug>/document-relations": Case(),
    "POST projects/<slug:slug>/comparisons": Case(),
    "GET documents/<uuid:id>/origin": Case(row="document"),
    "PUT documents/<uuid:id>/origin": Case(
        row="read", version=1, body=lambda w: {"origin": w.ids["document"], "words": "", "reason": "r"}
    ),
    "GET revisions/<uuid:id>": Case(row="revision"),
    "GET revisions/<uuid:id>/diff": Case(row="revision"),
    "GET revisions/<uuid:id>/text": Case(row="revision"),
    "GET revisions/<uuid:id>/sections": Case(row="revision"),
    "GET projects/<slug:slug>/imports": Case(),
    "POST projects/<slug:slug>/imports": Case(),
    "GET imports/<uuid:id>": Case(row="import"),
    "POST imports/<uuid:id>/cancel": Case(row="import"),
    "GET projects/<slug:slug>/publishers": Case(),
    "POST projects/<slug:slug>/publishers": Case(body=plain(name="P", **PUBLISHER)),
    "GET publishers/<uuid:id>": Case(row="publisher"),
    "PATCH publishers/<uuid:id>": Case(row="publisher", version=1, body=plain(name="P", **PUBLISHER)),
    "GET publishers/<uuid:id>/ratings": Case(row="publisher"),
    "POST publishers/<uuid:id>/ratings": Case(
        row="publisher", version=1, body=plain(reliability="B", reason="r", valid_from="2024-04")
    ),
    "POST publishers/<uuid:id>/merge": Case(row="publisher", body=lambda w: {"into": w.ids["other publisher"]}),
    "POST publishers/<uuid:id>/split": Case(row="merged publisher"),
    "GET projects/<slug:slug>/entities": Case(),
    "POST projects/<slug:slug>/entities": Case(body=plain(name="P", kind="company", note="n")),
    "GET entities/<uuid:id>": Case(row="entity"),
    "PATCH entities/<uuid:id>": Case(row="entity", version=1, body=plain(name="P", kind="place", note="n")),
    "DELETE entities/<uuid:id>": Case(row="entity", version=1),
    "POST entities/<uuid:id>/restore": Case(row="deleted entity"),
    "POST entities/<uuid:id>/merge": Case(row="entity", body=lambda w: {"into": w.ids["other entity"]}),
    "POST entities/<uuid:id>/split": Case(row="merged entity"),
    "POST entities/<uuid:id>/aliases": Case(row="entity", body=plain(name="Q", language="en", note="n")),
    "POST entities/<uuid:id>/identifiers": Case(row="entity", body=plain(scheme="wikidata", value="Q42")),
    "GET entities/<uuid:id>/documents": Case(row="entity"),
    "DELETE entity-aliases/<uuid:id>": Case(row="alias"),
    "DELETE entity-identifiers/<uuid:id>": Case(row="identifier"),
    "GET documents/<uuid:id>/entities": Case(row="document"),
    "POST documents/<uuid:id>/entities": Case(
        row="document", body=lambda w: {"entity": w.ids["entity"], "role": "spoken_of"}
    ),
    "DELETE document-entities/<uuid:id>": Case(row="appearance"),
    "GET search": Case(query="project={slug}&q=valley"),
    "GET concordance": Case(query="project={slug}&q=valley"),
    "GET projects/<slug:slug>/saved-searches": Case(),
    "POST projects/<slug:slug>/saved-searches": Case("annotator", body=plain(name="S", query={"q": "valley"})),
    "DELETE saved-searches/<uuid:id>": Case("annotator", "saved search"),
    "GET projects/<slug:slug>/search-index": Case(),
    "POST projects/<slug:slug>/search-index/rebuild": Case(),
    "GET projects/<slug:slug>/labels": Case(),
    "POST projects/<slug:slug>/labels": Case(body=label_body),
    "GET labels/<uuid:id>": Case(row="label"),
    "PATCH labels/<uuid:id>": Case(row="spare label", version=1, body=lambda w: label_body(w) | {"archived": False}),
    "DELETE labels/<uuid:id>": Case(row="label", version=1),
    "GET documents/<uuid:id>/annotations": Case("annotator", "document"),
    "POST documents/<uuid:id>/annotations": Case("annotator", "document", body=mark_body),
    "POST documents/<uuid:id>/annotations/bulk": Case(
        "annotator", "document", body=lambda w: [mark_body(w)], many=True
    ),
    "POST documents/<uuid:id>/annotations/steps": Case("annotator", "document", body=steps_body, many=True),
    "GET documents/<uuid:id>/marks": Case("annotator", "document"),
    "GET documents/<uuid:id>/placements": Case("annotator", "document"),
    "GET placements/<uuid:id>": Case("annotator", "placement"),
    "PATCH placements/<uuid:id>": Case(
        "annotator", "placement", version=1, body=plain(state="moved", fragments=[[0, 5], [13, 17]])
    ),
    "GET documents/<uuid:id>/relations": Case("annotator", "document"),
    "POST documents/<uuid:id>/relations": Case(
        "annotator",
        "document",
        body=lambda w: {"source": w.ids["other mark"], "target": w.ids["mark"], "kind": w.ids["relation kind"]},
    ),
    "GET relations/<uuid:id>": Case("annotator", "relation"),
    "DELETE relations/<uuid:id>": Case("annotator", "relation", version=1),
    "POST relations/<uuid:id>/restore": Case("annotator", "deleted relation", version=2),
    "GET projects/<slug:slug>/relation-kinds": Case(),
    "POST projects/<slug:slug>/relation-kinds": Case(body=plain(name="answers", definition="d", symmetric=True)),
    "GET relation-kinds/<uuid:id>": Case(row="relation kind"),
    "PATCH relation-kinds/<uuid:id>": Case(
        row="relation kind", version=1, body=plain(name="answers", definition="d", archived=True)
    ),
    "GET annotations/<uuid:id>": Case("annotator", "mark"),
    "PATCH annotations/<uuid:id>": Case("annotator", "mark", version=1, body=mark_body),
    "DELETE annotations/<uuid:id>": Case("annotator", "mark", version=1),
    "POST annotations/<uuid:id>/restore": Case("annotator", "deleted mark", version=2),
    "GET annotations/<uuid:id>/history": Case("annotator", "mark"),
    "GET annotations/<uuid:id>/comments": Case("annotator", "mark"),
    "POST annotations/<uuid:id>/comments": Case("annotator", "mark", body=plain(text="Which?")),
    "GET projects/<slug:slug>/claims": Case(),
    "POST projects/<slug:slug>/claims": Case("annotator", body=claim_body),
    "POST projects/<slug:slug>/claims/confirm": Case(
        "adjudicator", body=lambda w: {"claims": [w.ids["agreed"]], "rationale": "r"}
    ),
    "GET claims/<uuid:id>": Case("annotator", "claim"),
    "PATCH claims/<uuid:id>": Case("annotator", "draft", version=1, body=change_body),
    "DELETE claims/<uuid:id>": Case("annotator", "claim", version=1),
    "POST claims/<uuid:id>/submit": Case("annotator", "draft"),
    "POST claims/<uuid:id>/restore": Case("annotator", "withdrawn"),
    "POST claims/<uuid:id>/evidence": Case(
        "annotator", "draft", body=lambda w: w.evidence(exact="Peacekeepers", note="n", valid_from="2024")
    ),
    "GET claims/<uuid:id>/comments": Case("annotator", "claim"),
    "POST claims/<uuid:id>/comments": Case("annotator", "claim", body=plain(text="Which?")),
    "GET claims/<uuid:id>/verdicts": Case("reviewer", "claim"),
    "POST claims/<uuid:id>/verdicts": Case("reviewer", "claim", body=verdict_body),
    "GET claims/<uuid:id>/adjudication": Case("annotator", "claim"),
    "POST claims/<uuid:id>/adjudication": Case("adjudicator", "disputed", body=settlement_body),
    "POST claims/<uuid:id>/confirm": Case("adjudicator", "agreed", body=plain(rationale="r")),
    "POST claims/<uuid:id>/reopen": Case("adjudicator", "disputed", body=plain(question="Which?", to="draft")),
    "POST claims/<uuid:id>/release": Case("adjudicator", "held", body=plain(**_REASON)),
    "DELETE evidence/<uuid:id>": Case("annotator", "evidence"),
    "GET projects/<slug:slug>/exports": Case(),
    "POST projects/<slug:slug>/exports": Case(body=export_body),
    "GET exports/<uuid:id>": Case(row="export"),
    "DELETE exports/<uuid:id>": Case(row="export"),
    "POST exports/<uuid:id>/cancel": Case(row="export"),
    "GET exports/<uuid:id>/file": Case(row="export"),
    "GET schema": Case(),
}

# Answers that are no 2xx although everything is right: nobody knows the password, and the export is not made yet.
UNLIKE = {"POST auth/token": 401, "GET exports/<uuid:id>/file": 409, "POST projects/<slug:slug>/imports": 400}


def resolved() -> Iterator[tuple[str, Any]]:
    """Every pattern below the API's prefix, with its view."""

    def walk(entries: list[Any], before: str) -> Iterator[tuple[str, Any]]:
        for entry in entries:
            path = before + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from walk(entry.url_patterns, path)
            elif isinstance(entry, URLPattern) and path.startswith(PREFIX):
                yield path.removeprefix(PREFIX), entry.callback

    return walk(get_resolver().url_patterns, "")


def pages() -> set[str]:
    """The names of every page below a project."""
    found = set()
    for app in ("projects", "sources", "annotator", "reviews", "exchange"):
        for entry in import_module(f"{app}.urls").urlpatterns:
            if str(entry.pattern).startswith("projects/<slug:slug>"):
                found.add(f"{app}:{entry.name}")
    return found


def methods(view: Any) -> list[str]:
    """The methods that an address answers, as its view says."""
    made = getattr(view, "cls", None) or getattr(view, "view_class", None)
    if made is None:
        return ["GET"]
    allowed = [name.upper() for name in made.http_method_names if hasattr(made, name)]
    return [name for name in allowed if name not in {"OPTIONS", "HEAD"}]


def parts(key: str) -> tuple[str, str]:
    """Method and pattern of a key of the table."""
    method, _space, pattern = key.partition(" ")
    return method, pattern
