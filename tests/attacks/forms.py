"""Every form of the pages: who sends it, and fields that it takes.

The table is compared with the addresses that take a POST: a new form that is not here fails the tests.
"""

from dataclasses import dataclass, field

from tests.attacks.world import World
from tests.campaigns import WHOLE
from tests.cast import TEXT

_REVIEW = {"decision": "approve", "finding": "supported", "credibility": "2", "rationale": "Two say so."}
_CLAIM = {
    "statement": "They left.",
    "kind": "fact",
    "tlp": "",
    "valid_from": "2024",
    "valid_to": "2025",
    "reason": "r",
    "speaker-TOTAL_FORMS": "1",
    "speaker-INITIAL_FORMS": "0",
    "speaker-0-name": "an expert",
    "speaker-0-role": "r",
    "speaker-0-directness": "hearsay",
    "speaker-0-words": "w",
}
_RECORD = {"citation": "A yearbook", "url": "https://example.org/", "quotation": "q", "retrieved_on": "2024-01-01"}
_FOUND = {"words": "valley", "title": "report", "mark_words": "Peace", "stance": "states", "note": "n"}
_SETTINGS = {
    "name": "N",
    "description": "d",
    "marks_blind": "always",
    "verdicts_due": "3",
    "default_tlp": "1",
    "likelihood_words": "",
    "version": "1",
}
_LABEL = {"name": "Figure", "parent": "", "shortcut": "f", "colour": "#0930ca", "definition": "d", "example": "e"}
_KIND = {"name": "answers", "definition": "d"}
_DOCUMENT = {
    "title": "T",
    "authors": "A",
    "publisher": "P",
    "published": "2024",
    "language": "en",
    "url": "https://example.org/",
    "type": "report",
    "container": "C",
    "published_basis": "printed",
    "archive_url": "https://archive.example/",
    "retrieved": "2024-05-01",
    "licence": "CC0",
    "further": "DOI: 10.1000/182",
    "notes": "n",
    "tlp": "AMBER+STRICT",
    "reason": "r",
    "version": "1",
}
_ENTRY = "@book{key, title = {T}, author = {Varrin, Karl}, year = 2024}"
_PUBLISHER = {"name": "P", "note": "n", "aliases": "Q", "country": "DE", "url": "https://example.org/"}
_REVISION = {"based_on": "{revision}", "reason": "r"}
_PERSON = {"username": "newest", "name": "N", "email": "n@example.org"}


@dataclass(frozen=True)
class Form:
    """One form: its sender, the row of its address, its fields; a field `{claim}` is the id of that row."""

    who: str = "manager"
    row: str = ""
    fields: dict[str, str] = field(default_factory=dict)

    def filled(self, world: World) -> dict[str, str]:
        """The fields with the ids of rows in their places."""
        return {name: _with_row(value, world) for name, value in self.fields.items()}


def _with_row(value: str, world: World) -> str:
    return world.ids[value[1:-1]] if value.startswith("{") and value.endswith("}") else value


_P = "projects/<slug:slug>"
_READING = f"{_P}/documents/<uuid:id>/readings/<uuid:participant>"
FORMS: dict[str, Form] = {
    "account": Form("viewer", fields={"name": "N"}),
    "account/tokens": Form("viewer"),
    "account/tokens/<slug:key>/revoke": Form("viewer", "token"),
    "account/end-sessions": Form("viewer"),
    "invitations/<str:secret>": Form("", "secret", _PERSON | {"password": "a long enough pass phrase"}),
    "admin/users/new": Form("admin", fields=_PERSON),
    "admin/users/invite": Form("admin", fields={"email": "a@example.org", "note": "n"}),
    "admin/invitations/<uuid:id>/revoke": Form("admin", "site invitation"),
    "admin/users/<uuid:id>": Form("admin", "annotator's user", {"name": "N", "email": "n@example.org"}),
    "admin/users/<uuid:id>/suspend": Form("admin", "annotator's user"),
    "admin/users/<uuid:id>/reactivate": Form("admin", "annotator's user"),
    "admin/users/<uuid:id>/reset-link": Form("admin", "annotator's user"),
    "admin/unmanaged/<uuid:id>": Form("admin", "unmanaged project", {"username": "outsider", "reason": "r"}),
    "admin/jobs/<uuid:id>/cancel": Form("admin", "job"),
    "admin/jobs/<uuid:id>/retry": Form("admin", "failed job"),
    "projects/new": Form("admin", fields={"name": "N", "slug": "newest", "description": "d"}),
    f"{_P}/leave": Form("viewer"),
    f"{_P}/settings": Form(fields=_SETTINGS),
    f"{_P}/people/add": Form(fields={"person": "outsider", "roles": "viewer", "clearance": "1"}),
    f"{_P}/people/invite": Form(fields={"roles": "viewer", "email": "a@example.org", "note": "n"}),
    f"{_P}/people/bulk": Form(fields={"action": "suspend", "ids": "{reviewer3's membership}"}),
    f"{_P}/people/invitations/<uuid:id>/revoke": Form(row="invitation"),
    f"{_P}/people/<uuid:id>": Form(
        row="annotator's membership", fields={"roles": "viewer", "clearance": "1", "version": "1"}
    ),
    f"{_P}/people/<uuid:id>/suspend": Form(row="annotator's membership"),
    f"{_P}/people/<uuid:id>/reactivate": Form(row="annotator's membership"),
    f"{_P}/people/<uuid:id>/remove": Form(row="annotator's membership"),
    f"{_P}/people/names/<uuid:id>": Form(row="name", fields={"member": "{annotator's membership}", "version": "1"}),
    f"{_P}/people/names/<uuid:id>/unmap": Form(row="name", fields={"version": "1"}),
    f"{_P}/people/<uuid:id>/hand-on": Form(row="annotator's membership", fields={"to": "{manager's membership}"}),
    f"{_P}/documents/delete": Form(fields={"ids": "{document}"}),
    f"{_P}/documents/restore": Form(),
    f"{_P}/documents/<uuid:id>": Form(row="document", fields=_DOCUMENT),
    f"{_P}/documents/<uuid:id>/citation": Form(row="document", fields={"entry": _ENTRY}),
    f"{_P}/documents/<uuid:id>/finish": Form("annotator", "document"),
    f"{_P}/documents/<uuid:id>/reveal": Form("annotator", "read"),
    f"{_P}/documents/<uuid:id>/resume": Form("annotator", "withheld"),
    f"{_P}/documents/<uuid:id>/unblind": Form(row="document", fields={"reason": "r"}),
    f"{_READING}/reopen": Form(row="read", fields={"reason": "r"}),
    f"{_READING}/release": Form(row="document", fields={"reason": "r"}),
    f"{_P}/documents/<uuid:id>/revisions/replace": Form(row="document", fields=_REVISION),
    f"{_P}/documents/<uuid:id>/revisions/edit": Form(
        row="document", fields=_REVISION | {"text": "Another text.", "action": "save"}
    ),
    f"{_P}/documents/<uuid:id>/revisions/blocks": Form(
        row="document", fields=_REVISION | {"blocks": f"0 {len(TEXT)} heading"}
    ),
    f"{_P}/documents/<uuid:id>/revisions/cancel": Form(row="document"),
    f"{_P}/documents/<uuid:id>/revisions/retry": Form(row="document"),
    f"{_P}/documents/<uuid:id>/settle": Form(
        "annotator",
        "document",
        {"placement": "{placement}", "version": "1", "action": "move", "place": "0-5", "words": "", "reason": "r"},
    ),
    f"{_P}/documents/<uuid:id>/settle/reopen": Form("annotator", "document"),
    f"{_P}/imports": Form(fields={"format": "auto"}),
    f"{_P}/imports/<uuid:id>/cancel": Form(row="import"),
    f"{_P}/search/save": Form("annotator", fields={"name": "S", "q": "valley", "in": "documents"}),
    f"{_P}/search/saved/<uuid:id>/remove": Form("annotator", "saved search"),
    f"{_P}/provenance": Form(),
    f"{_P}/provenance/<uuid:id>": Form(
        row="link", fields={"kind": "rewrite", "turn": "on", "note": "n", "version": "1", "do": "confirm"}
    ),
    f"{_P}/documents/<uuid:id>/entities": Form(
        "annotator", "document", {"naming-entity": "Another", "naming-role": "spoken_of", "naming-kind": ""}
    ),
    f"{_P}/document-entities/<uuid:id>/remove": Form("annotator", "appearance"),
    f"{_P}/entities": Form("annotator", fields={"name": "P", "kind": "company", "note": "n", "version": ""}),
    f"{_P}/entities/<uuid:id>": Form(
        "annotator", "entity", {"name": "P", "kind": "company", "note": "n", "version": "1"}
    ),
    f"{_P}/entities/<uuid:id>/aliases": Form(
        "annotator", "entity", {"alias-name": "Q", "alias-language": "en", "alias-note": "n"}
    ),
    f"{_P}/entities/<uuid:id>/identifiers": Form(
        "annotator", "entity", {"identifier-scheme": "wikidata", "identifier-value": "Q42"}
    ),
    f"{_P}/entities/<uuid:id>/merge": Form(row="entity", fields={"into": "{other entity}"}),
    f"{_P}/entities/<uuid:id>/split": Form(row="merged entity"),
    f"{_P}/entities/<uuid:id>/delete": Form(row="entity", fields={"version": "1"}),
    f"{_P}/entities/<uuid:id>/restore": Form(row="deleted entity"),
    f"{_P}/entity-aliases/<uuid:id>/remove": Form("annotator", "alias"),
    f"{_P}/entity-identifiers/<uuid:id>/remove": Form("annotator", "identifier"),
    f"{_P}/publishers": Form(fields=_PUBLISHER | {"reliability": "B", "reason": "r", "version": ""}),
    f"{_P}/publishers/<uuid:id>": Form(row="publisher", fields=_PUBLISHER | {"version": "1"}),
    f"{_P}/publishers/<uuid:id>/rate": Form(
        row="publisher", fields={"reliability": "B", "valid_from": "2024", "reason": "r", "version": "1"}
    ),
    f"{_P}/publishers/<uuid:id>/merge": Form(row="publisher", fields={"into": "{other publisher}"}),
    f"{_P}/publishers/<uuid:id>/split": Form(row="merged publisher"),
    f"{_P}/codebook": Form(fields=_LABEL),
    f"{_P}/codebook/<uuid:id>": Form(row="label", fields=_LABEL | {"version": "1"}),
    f"{_P}/codebook/<uuid:id>/move": Form(row="label", fields={"direction": "up"}),
    f"{_P}/codebook/<uuid:id>/archive": Form(row="label"),
    f"{_P}/codebook/<uuid:id>/restore": Form(row="label"),
    f"{_P}/codebook/relations": Form(fields=_KIND | {"symmetric": "on"}),
    f"{_P}/codebook/relations/<uuid:id>": Form(row="relation kind", fields=_KIND | {"version": "1"}),
    f"{_P}/codebook/relations/<uuid:id>/archive": Form(row="relation kind"),
    f"{_P}/codebook/relations/<uuid:id>/restore": Form(row="relation kind"),
    f"{_P}/claims": Form("adjudicator", fields={"ids": "{agreed}", "rationale": "r"}),
    f"{_P}/claims/new": Form("annotator", fields=_CLAIM | _RECORD | _FOUND | {"do": "draft", "source": ""}),
    f"{_P}/claims/<uuid:id>/edit": Form("annotator", "draft", _CLAIM | {"do": "save", "version": "1"}),
    f"{_P}/claims/<uuid:id>/evidence": Form("annotator", "draft", _RECORD | _FOUND | {"do": "add:record"}),
    f"{_P}/evidence/<uuid:id>/remove": Form("annotator", "evidence"),
    f"{_P}/claims/<uuid:id>/comments": Form("annotator", "claim", {"text": "Which?", "do": "write", "version": "1"}),
    f"{_P}/claims/<uuid:id>/submit": Form("annotator", "draft"),
    f"{_P}/claims/<uuid:id>/withdraw": Form("annotator", "claim", {"reason": "r"}),
    f"{_P}/claims/<uuid:id>/restore": Form("annotator", "withdrawn"),
    f"{_P}/claims/<uuid:id>/confirm": Form("adjudicator", "agreed", {"rationale": "r"}),
    f"{_P}/claims/<uuid:id>/release": Form("adjudicator", "held", {"reason": "r"}),
    f"{_P}/claims/<uuid:id>/reopen": Form("adjudicator", "disputed", {"question": "Which?", "to": "draft"}),
    f"{_P}/review": Form("reviewer", fields=_REVIEW | {"claim": "{claim}", "reasons": ""}),
    f"{_P}/adjudicate": Form("adjudicator", fields={"ids": "{agreed}", "rationale": "r"}),
    f"{_P}/adjudicate/<uuid:id>": Form(
        "adjudicator",
        "disputed",
        _REVIEW | {"outcome": "decided", "dissent": "d", "version": "", "reasons": ""},
    ),
    f"{_P}/exports": Form(fields={"format": "jsonl", "tlp": "CLEAR", "status": "open", "states": "decided"}),
    f"{_P}/exports/<uuid:id>/cancel": Form(row="export"),
    f"{_P}/exports/<uuid:id>/remove": Form(row="export"),
}

# Name → the value as it is sent, percent-encoded.
BAD: dict[str, str] = {
    "NUL": "a%00b",
    "a lone surrogate": "%ED%A0%80",
    "bytes that are no UTF-8": "caf%E9%FF",
    "a word": "%CF%80%20nobody%20knows",
    "nothing": "",
    "a negative number": "-1",
    "a number beyond 64 bits": "1" + "0" * 30,
    "more digits than Python reads": "9" * 5_000,
    "a long text": "x" * 200_000,
    "an id of nobody": "00000000-0000-7000-8000-000000000000",
}
# Those that every build tries in every field alone; a campaign tries all.
CORE = {"NUL", "more digits than Python reads"}
TRIED = [name for name in BAD if WHOLE or name in CORE]
# Fields of free text: what they hold comes back with a form that is refused.
TEXTS = {
    "name", "description", "note", "definition", "example", "rationale", "dissent", "statement", "title", "authors",
    "citation", "quotation", "container", "licence", "notes", "entry", "speaker-0-words", "username", "person", "text",
    "aliases",
}  # fmt: skip


def path_of(pattern: str, form: Form, world: World) -> str:
    """The address of a form."""
    path = pattern.replace("<slug:slug>", world.slug).replace(
        "<uuid:participant>", world.ids["annotator's participant"]
    )
    for slot in ("<uuid:id>", "<slug:key>", "<str:secret>"):
        path = path.replace(slot, world.ids.get(form.row, ""))
    return f"/{path}"
