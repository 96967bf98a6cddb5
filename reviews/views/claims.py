"""The list of claims, and the page of one."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects import policy
from projects.errors import Problem
from projects.models import Participant
from projects.queries.events import last_number
from projects.views.base import ProjectPage
from projects.views.spreadsheet import csv_answer
from projects.vocabulary import Tlp
from reviews import states
from reviews.models import Claim, Evidence
from reviews.queries.claims import (
    SORTS,
    filtered,
    ordered,
    to_judge,
    to_settle,
    visible_adjudications,
    visible_claims,
    with_parts,
)
from reviews.queries.exhibits import origins_of
from reviews.queries.representing import outcome_of, represent_judgement
from reviews.queries.showing import board, credibility_words, evidence_cards, facts_of, history
from reviews.records import judgement_of
from reviews.services.adjudications import confirm_claims
from reviews.viewing import KIND_HINTS
from reviews.views.pages import ClaimPage, crumbs, offers
from reviews.views.threads import thread_of
from reviews.words import REVIEW_DUE
from sources.queries.documents import visible_documents

PAGE = 50
SHOWN_STATES = (
    states.IN_REVIEW,
    states.DISPUTED,
    states.AGREED,
    states.DECIDED,
    states.UNSETTLED,
    states.DRAFT,
    states.WITHDRAWN,
)
SHOW = {
    "": gettext_lazy("All claims"),
    "mine": gettext_lazy("Written by me"),
    "to_judge": gettext_lazy("For me to judge"),
    "to_settle": gettext_lazy("For me to settle"),
    "held": gettext_lazy("Held"),
    "review_due": gettext_lazy("Review due"),
}


class Filters(forms.Form):
    """What the list can be narrowed by."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    show = forms.ChoiceField(label=gettext_lazy("Which"), required=False, choices=list(SHOW.items()))
    state = forms.CharField(required=False, widget=forms.HiddenInput)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    author = forms.CharField(required=False, widget=forms.HiddenInput)
    document = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", gettext_lazy("Any kind")), *((kind, kind.label) for kind in Claim.Kind)]
        self.fields["kind"].choices = every  # type: ignore[attr-defined]


class ClaimList(ProjectPage):
    """`/projects/{slug}/claims`; a selection of agreed claims is confirmed from here."""

    actions = {"GET": "claim.read", "POST": "claim.adjudicate"}
    template = "reviews/claim_list.html"
    nav = "claims"

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        return self.show()

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        ids = [UUID(text) for text in request.POST.getlist("ids") if _is_uuid(text)]
        try:
            claims = confirm_claims(by=self.viewer, claim_ids=ids, rationale=request.POST.get("rationale", ""))
        except Problem as problem:
            return self.show(error=problem.detail, status=problem.status)
        message = _("Confirmed %(n)d claims.") % {"n": len(claims)} if claims else _("Nothing was selected.")
        return self.back(request.get_full_path(), message)

    def show(self, *, error: Any = "", status: int = 200) -> HttpResponseBase:
        """The list with its filters; as CSV where that is asked for."""
        query = self.request.GET
        form = Filters(query)
        chosen = form.cleaned_data if form.is_valid() else {}
        which = chosen.get("show", "")
        narrowed = filtered(self._rows(which), self.viewer, self._filters(chosen, which))
        state = query.get("state", "")
        rows = narrowed.filter(state=state) if state in SHOWN_STATES else narrowed
        if query.get("format") == "csv":
            return self._csv(rows)
        sort = query.get("sort") if query.get("sort") in SORTS else "-created_at"
        rows, ordering = ordered(with_parts(rows, self.viewer), str(sort))
        page = Paginator(rows.order_by(*ordering), PAGE).get_page(query.get("page"))
        context = {
            "rows": [self._row(claim) for claim in page],
            "page_obj": page,
            "form": form,
            "sort": sort,
            "active": self._active(),
            "q": query.get("q", "")[:500],
            "tabs": self._tabs(narrowed, state),
            "csv_url": "?" + urlencode({**query.dict(), "format": "csv"}),
            "filtered": bool(set(query) - {"page", "sort"}),
            "may_write": policy.may(self.viewer, "claim.create"),
            "why_not": "" if policy.may(self.viewer, "claim.create") else policy.refusal(self.viewer, "claim.create"),
            "may_confirm": policy.may(self.viewer, "claim.adjudicate"),
            "bulk": [{"label": _("Confirm"), "name": "do", "value": "confirm", "icon": "check", "variant": "primary"}],
            "error": error,
        }
        return self.render(context, status=status)

    def _rows(self, which: str) -> QuerySet[Claim, Claim]:
        return {"to_judge": to_judge, "to_settle": to_settle}.get(which, visible_claims)(self.viewer)

    def _filters(self, chosen: dict[str, Any], which: str) -> dict[str, Any]:
        query = self.request.GET
        return {
            "kind": [chosen["kind"]] if chosen.get("kind") else [],
            "q": query.get("q", "")[:500].replace("\0", ""),
            "mine": which == "mine",
            "held": True if which == "held" else None,
            "review_due": True if which == "review_due" else None,
            "author": UUID(query["author"]) if _is_uuid(query.get("author", "")) else None,
            "document": UUID(query["document"]) if _is_uuid(query.get("document", "")) else None,
        }

    def _active(self) -> list[dict[str, str]]:
        """What the list is narrowed by beside the fields of the bar, with the address that takes it away."""
        query = self.request.GET.dict()
        found = []
        if _is_uuid(query.get("author", "")):
            people = Participant.objects.filter(project_id=self.viewer.project_id, id=query["author"])
            name = people.values_list("name", flat=True).first()
            found.append(("author", _("Written by %(name)s") % {"name": name or _("somebody else")}))
        if _is_uuid(query.get("document", "")):
            known = visible_documents(self.viewer).filter(id=query["document"])
            title = known.values_list("title", flat=True).first()
            found.append(("document", _("Resting on “%(title)s”") % {"title": title or _("another document")}))
        return [
            {"label": label, "remove_url": "?" + urlencode({k: v for k, v in query.items() if k not in {name, "page"}})}
            for name, label in found
        ]

    def _tabs(self, narrowed: QuerySet[Claim, Claim], state: str) -> list[dict[str, Any]]:
        counts = dict(narrowed.order_by().values_list("state").annotate(n=Count("pk")))
        query = {key: value for key, value in self.request.GET.dict().items() if key not in {"state", "page", "format"}}
        labels = dict(Claim.State.choices)
        tabs = [{"label": _("All"), "url": "?" + urlencode(query), "current": not state, "count": sum(counts.values())}]
        for name in SHOWN_STATES:
            if counts.get(name) or name == state:
                url = "?" + urlencode({**query, "state": name})
                tabs.append({"label": labels[name], "url": url, "current": name == state, "count": counts.get(name, 0)})
        return tabs

    def _row(self, claim: Any) -> dict[str, Any]:
        outcome = outcome_of(self.viewer, claim, claim.seen_verdicts)
        return {
            "claim": claim,
            "url": reverse("reviews:claim_detail", args=[self.viewer.project.slug, claim.pk]),
            "outcome": outcome,
            "credibility": credibility_words(outcome.credibility if outcome else None),
            "origins": origins_of(claim, claim.live_evidence).number,
            "may_confirm": claim.state == states.AGREED or (claim.review_due and claim.state in states.SETTLED),
        }

    def _csv(self, rows: QuerySet[Claim, Claim]) -> HttpResponseBase:
        header = (
            "id", "statement", "kind", "state", "held", "review_due", "decision", "finding", "credibility", "reasons",
            "valid_from", "valid_to", "tlp", "author", "origins", "created_at",
        )  # fmt: skip
        return csv_answer(f"{self.viewer.project.slug}-claims", header, self._csv_rows(rows))

    def _csv_rows(self, rows: QuerySet[Claim, Claim]) -> Iterator[list[Any]]:
        for claim in with_parts(rows, self.viewer).order_by("-id").iterator(chunk_size=500):
            said = represent_judgement(outcome_of(self.viewer, claim, claim.seen_verdicts))  # type: ignore[attr-defined]
            yield [
                claim.pk, claim.statement, claim.kind, claim.state, claim.held, claim.review_due, said["decision"],
                said["finding"], said["credibility"], " ".join(said["reasons"]), claim.valid_from, claim.valid_to,
                Tlp(claim.tlp).label, claim.author.name,
                origins_of(claim, claim.live_evidence).number, claim.created_at.isoformat(),  # type: ignore[attr-defined]
            ]  # fmt: skip


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class ClaimDetail(ClaimPage):
    """`/projects/{slug}/claims/{id}`"""

    actions = {"GET": "claim.read"}
    template = "reviews/claim_detail.html"

    def get(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        return self.show(thread_of(self.viewer, self.claim.pk))

    def show(self, thread: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """The page, with the thread as it is or as it came back with errors."""
        claim, viewer, slug = self.claim, self.viewer, self.viewer.project.slug
        standing = claim.standing[0] if claim.standing else None
        verdicts = claim.seen_verdicts
        outcome = outcome_of(viewer, claim, verdicts)
        origins = origins_of(claim, claim.live_evidence)
        return self.render(
            {
                "claim": claim,
                "crumbs": crumbs(slug, claim)[:2],
                "kind_hint": KIND_HINTS[claim.kind],
                "speakers": claim.attributions.all(),
                "evidence": self._evidence(),
                "origins": origins,
                "outcome": facts_of(viewer, outcome) if outcome else None,
                "standing": standing,
                "standing_facts": facts_of(viewer, judgement_of(standing)) if standing else [],
                "board": board(viewer, claim, verdicts, standing.dissenting if standing else ()),
                "may_read_verdicts": policy.may(viewer, "verdict.read"),
                "review_due": [REVIEW_DUE.get(reason, reason) for reason in claim.review_due_reasons],
                "offers": offers(viewer, claim),
                "earlier": list(
                    visible_adjudications(viewer)
                    .filter(claim=claim, current=False)
                    .select_related("author")
                    .order_by("-id")
                ),
                "history": history(viewer, claim),
                "thread": thread,
                "last_event": last_number(viewer.project_id),
            },
            status=status,
        )

    def _evidence(self) -> list[dict[str, Any]]:
        """The evidence with whether this person may take it off again."""
        rows = self.claim.live_evidence
        cards = evidence_cards(self.viewer.project.slug, self.claim, rows)
        may_cite = states.may("cite", self.claim.state)
        of_claim = Evidence.objects.filter(claim=self.claim)
        own = policy.filter_for(self.viewer, "evidence.remove", of_claim) if may_cite else of_claim.none()
        removable = set(own.values_list("pk", flat=True))
        return [{**card, "may_remove": card["row"].pk in removable} for card in cards]
