"""Every query parameter of the API and of the pages, and bad values for them.

The API's table is compared with its description, the pages' with what they look up when they are opened: a new
parameter that is not here fails the tests.
"""

# Name → how it stands in the address. None of them is a value that anything but free text takes.
BAD: dict[str, str] = {
    "a word": "%CF%80%20nobody%20knows",
    "a negative number": "-1",
    "a fraction": "1.5",
    "a number beyond 64 bits": "1" + "0" * 30,
    "more digits than Python reads": "9" * 5_000,
    "digits of another script": "%D9%A3",
    "NUL": "a%00b",
    "a lone surrogate": "%ED%A0%80",
    "bytes that are no UTF-8": "caf%E9%FF",
    "ten thousand characters": "x" * 10_000,
    "a piece of SQL": "title%27%29%3B%20DROP%20TABLE%20x%3B--",
    "an object": "%7B%22a%22%3A%5B1%5D%7D",
    "half an escape": "%E0%A4%A",
}
# Free text takes what can be stored and is short enough; nothing is found with it.
WORDS = set(BAD) - {"NUL", "ten thousand characters", "more digits than Python reads"}
NAMES = set(BAD) - {"NUL"}

# Tried in each parameter of a page alone in every build.
ALONE = {"more digits than Python reads"}

_PAGED: dict[str, set[str]] = {"page_size": set(), "cursor": set()}
_FACETS: dict[str, set[str]] = {"publisher": set(), "language": set(), "year": set()}
# Address (all of them are read with GET) → parameter → the values of `BAD` that it takes.
API: dict[str, dict[str, set[str]]] = {
    "projects": _PAGED,
    "projects/<slug:slug>/members": _PAGED,
    "projects/<slug:slug>/invitations": _PAGED,
    "projects/<slug:slug>/imported-names": _PAGED | {"q": WORDS, "mapped": set()},
    "site-invitations": _PAGED,
    "jobs": _PAGED | {"status": set()},
    "users": _PAGED | {"q": WORDS, "status": set()},
    "unmanaged-projects": _PAGED,
    "projects/<slug:slug>/events": {
        "after": set(),
        "page_size": set(),
        "kind": set(),
        "document": set(),
        "subject": set(),
    },
    "projects/<slug:slug>/stream": {"after": set()},
    "projects/<slug:slug>/documents": _PAGED
    | {"q": WORDS, "status": set(), "publisher": NAMES, "tlp": set(), "sort": set(), "label": set(), "reader": set()},
    "projects/<slug:slug>/imports": _PAGED,
    "projects/<slug:slug>/publishers": _PAGED | {"q": WORDS},
    "publishers/<uuid:id>/ratings": _PAGED | {"at": set()},
    "projects/<slug:slug>/entities": _PAGED | {"q": WORDS, "kind": set()},
    "entities/<uuid:id>/documents": _PAGED,
    "projects/<slug:slug>/labels": _PAGED | {"archived": set()},
    "projects/<slug:slug>/saved-searches": _PAGED,
    "documents/<uuid:id>/citation": {"format": set()},
    "search": {"project": set(), "q": WORDS, "in": set(), "page_size": set(), "cursor": set(), **_FACETS},
    "concordance": {"project": set(), "q": WORDS, "sort": set(), "page_size": set(), "cursor": set(), **_FACETS},
    "documents/<uuid:id>/annotations": _PAGED | {"label": set(), "mine": set(), "deleted": set()},
    "documents/<uuid:id>/comments": _PAGED,
    "documents/<uuid:id>/revisions": _PAGED,
    "revisions/<uuid:id>/diff": {"from": set()},
    "documents/<uuid:id>/placements": _PAGED | {"state": set()},
    "documents/<uuid:id>/relations": _PAGED | {"annotation": set()},
    "projects/<slug:slug>/relation-kinds": _PAGED,
    "documents/<uuid:id>/document-relations": _PAGED,
    "projects/<slug:slug>/document-relations": _PAGED | {"state": set(), "kind": set()},
    "annotations/<uuid:id>/history": _PAGED,
    "annotations/<uuid:id>/comments": _PAGED,
    "claims/<uuid:id>/comments": _PAGED,
    "projects/<slug:slug>/claims": _PAGED
    | {
        "q": WORDS,
        "state": set(),
        "kind": set(),
        "document": set(),
        "mine": set(),
        "held": set(),
        "review_due": set(),
        "to_judge": set(),
        "to_settle": set(),
        "sort": set(),
    },
    "projects/<slug:slug>/exports": _PAGED,
    "exports/<uuid:id>/file": {"part": set()},
}

# Page → the parameters that it looks up.
PAGES: dict[str, set[str]] = {
    "accounts/login/": {"next"},
    "accounts/logout/": {"next"},
    "accounts/inactive/": {"next"},
    "accounts/signup/": {"next"},
    "accounts/confirm-email/": {"next"},
    "accounts/password/set/": {"next"},
    "accounts/password/reset/": {"next"},
    "accounts/login/code/confirm/": {"next"},
    r"accounts/^confirm-email/(?P<key>[-:\w]+)/$": {"next"},
    "accounts/password/reset/key/done/": {"next"},
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": {"next"},
    "accounts/password/reset/done/": {"next"},
    "accounts/2fa/authenticate/": {"next"},
    "accounts/3rdparty/login/cancelled/": {"next"},
    "accounts/3rdparty/login/error/": {"next"},
    "palette": {"q"},
    "admin/users": {"format", "page", "q", "sort", "status"},
    "admin/jobs": {"page", "q", "status"},
    "projects/<slug:slug>/palette": {"q"},
    "projects/<slug:slug>/history": {"before", "document", "format", "kind", "person", "q", "subject"},
    "projects/<slug:slug>/people": {"format", "q", "role", "sort", "status"},
    "projects/<slug:slug>/people/names": {"format", "mapped", "page", "q", "sort"},
    "projects/<slug:slug>/documents": {"format", "label", "page", "publisher", "q", "reader", "sort", "status", "tlp"},
    "projects/<slug:slug>/documents/<uuid:id>/revisions/compare": {"from", "to"},
    "projects/<slug:slug>/documents/<uuid:id>/settle": {"at"},
    "projects/<slug:slug>/imports/<uuid:id>": {"format"},
    "projects/<slug:slug>/search": {"in", "language", "page", "publisher", "q", "year"},
    "projects/<slug:slug>/concordance": {"in", "language", "page", "publisher", "q", "sort", "year"},
    "projects/<slug:slug>/provenance": {"page", "state"},
    "projects/<slug:slug>/entities": {"format", "kind", "page", "q", "sort"},
    "projects/<slug:slug>/entities/<uuid:id>/merge": {"into"},
    "projects/<slug:slug>/publishers": {"format", "page", "q", "sort"},
    "projects/<slug:slug>/publishers/<uuid:id>/merge": {"into"},
    "projects/<slug:slug>/claims": {"author", "document", "format", "kind", "page", "q", "show", "sort", "state"},
    "projects/<slug:slug>/claims/new": {"annotation", "statement"},
    "projects/<slug:slug>/review": {"claim"},
    "projects/<slug:slug>/adjudicate": {"heap", "page", "rationale"},
    "projects/<slug:slug>/exports": {"page"},
    "projects/<slug:slug>/exports/<uuid:id>/file": {"part"},
}
