"""Settling: the queue, most different first, and one claim with its verdicts side by side."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from projects import policy
from projects.errors import Forbidden, NotFound, Problem
from projects.views.base import ProjectPage
from reviews import states
from reviews.judging import Judgement
from reviews.models import Adjudication, Claim
from reviews.queries.claims import visible_claims, with_parts
from reviews.queries.exhibits import origins_of
from reviews.queries.representing import counting, outcome_of
from reviews.queries.settling import Waiting, waiting
from reviews.queries.showing import board, credibility_words, evidence_cards
from reviews.records import judgement_of, title_of
from reviews.services.adjudications import adjudicate, confirm_claims
from reviews.views.judging import JudgementForm
from reviews.views.pages import ClaimPage, number_or_none, offers
from reviews.words import REVIEW_DUE

PAGE = 50
HEAPS = ("disputed", "due", "agreed")


def heap_of(found: Waiting, name: str) -> list[UUID]:
    """One of the three heaps."""
    return {"disputed": found.disputed, "due": found.due, "agreed": found.agreed}[name]


class Adjudicate(ProjectPage):
    """`/projects/{slug}/adjudicate`; a selection of agreed or due claims is confirmed from here."""

    actions = {"GET": "claim.adjudicate", "POST": "claim.adjudicate"}
    template = "reviews/adjudicate.html"
    nav = "adjudicate"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        ids = []
        for text in request.POST.getlist("ids"):
            try:
                ids.append(UUID(text))
            except ValueError:
                raise NotFound() from None
        try:
            claims = confirm_claims(by=self.viewer, claim_ids=ids, rationale=request.POST.get("rationale", ""))
        except Forbidden:
            raise
        except Problem as problem:
            return self.show(error=problem.detail, status=problem.status, selected=set(ids))
        message = _("Confirmed %(n)d claims.") % {"n": len(claims)} if claims else _("Nothing was selected.")
        return self.back(request.get_full_path(), message)

    def show(self, *, error: Any = "", status: int = 200, selected: set[UUID] | None = None) -> HttpResponse:
        """The heap that was asked for, or the first that has something in it."""
        found = waiting(self.viewer)
        asked = self.request.GET.get("heap", "")
        name = asked if asked in HEAPS else next((heap for heap in HEAPS if heap_of(found, heap)), HEAPS[0])
        page = Paginator(heap_of(found, name), PAGE).get_page(self.request.GET.get("page"))
        claims = {
            claim.pk: claim for claim in with_parts(visible_claims(self.viewer).filter(pk__in=list(page)), self.viewer)
        }
        context = {
            "heap": name,
            "tabs": self._tabs(found, name),
            "rows": [self._row(claims[pk], found) for pk in page if pk in claims],
            "page_obj": page,
            "error": error,
            "selected": selected or set(),
            "rationale": self.request.POST.get("rationale", ""),
            "bulk": [{"label": _("Confirm"), "name": "do", "value": "confirm", "icon": "check", "variant": "primary"}],
        }
        return self.render(context, status=status)

    def _tabs(self, found: Waiting, current: str) -> list[dict[str, Any]]:
        labels = {"disputed": _("Disputed"), "due": _("Review due"), "agreed": _("Agreed")}
        return [
            {
                "label": labels[heap],
                "url": f"?heap={heap}",
                "current": heap == current,
                "count": len(heap_of(found, heap)),
            }
            for heap in HEAPS
        ]

    def _row(self, claim: Any, found: Waiting) -> dict[str, Any]:
        now = counting(claim, claim.seen_verdicts)
        outcome = outcome_of(self.viewer, claim, claim.seen_verdicts)
        return {
            "claim": claim,
            "url": reverse("reviews:adjudicate_claim", args=[self.viewer.project.slug, claim.pk]),
            "findings": list(dict.fromkeys(verdict.finding for verdict in now if verdict.finding)),
            "differs": found.differences.get(claim.pk, ()),
            "outcome": outcome,
            "credibility": credibility_words(outcome.credibility if outcome else None),
            "reasons": [REVIEW_DUE.get(reason, reason) for reason in claim.review_due_reasons],
        }


class AdjudicateClaim(ClaimPage):
    """`/projects/{slug}/adjudicate/{id}`"""

    actions = {"GET": "claim.adjudicate", "POST": "claim.adjudicate"}
    template = "reviews/adjudicate_claim.html"
    nav = "adjudicate"

    def get(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        return self.show(JudgementForm(self.viewer, self.claim, initial=self._beginning()))

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        form = JudgementForm(self.viewer, self.claim, request.POST)
        dissent = request.POST.get("dissent", "")
        outcome = request.POST.get("outcome", "decided")
        judgement = form.judgement()
        if judgement is None or outcome not in Adjudication.Outcome.values:
            return self.show(form, dissent=dissent, outcome=outcome, status=400)
        try:
            adjudicate(
                by=self.viewer,
                claim_id=self.claim.pk,
                judgement=judgement,
                rationale=form.values["rationale"],
                outcome=outcome,
                dissent=dissent,
                version=number_or_none(request.POST.get("version", "")),
            )
        except (Forbidden, NotFound):
            raise
        except Problem as problem:
            form.explain(problem.extra.get("errors") or {"": [problem.detail]})
            return self.show(form, dissent=dissent, outcome=outcome, status=problem.status)
        return self.back(self._next(), _("The decision was recorded."))

    def _beginning(self) -> Judgement | None:
        """What the form begins with: a standing decision, or what the verdicts share."""
        if self.claim.state in states.SETTLED:
            return judgement_of(self.claim)
        return outcome_of(self.viewer, self.claim, self.claim.seen_verdicts)

    def _next(self) -> str:
        """The next claim that is disputed, else the queue."""
        slug = self.viewer.project.slug
        rest = [claim for claim in waiting(self.viewer).disputed if claim != self.claim.pk]
        if rest:
            return reverse("reviews:adjudicate_claim", args=[slug, rest[0]])
        return reverse("reviews:adjudicate", args=[slug])

    def show(
        self, form: JudgementForm, *, dissent: str = "", outcome: str = "decided", status: int = 200
    ) -> HttpResponse:
        """The claim, its verdicts and the form."""
        claim: Claim = self.claim
        standing = self.claim.standing[0] if self.claim.standing else None
        evidence = self.claim.live_evidence
        context = {
            "claim": claim,
            "crumbs": [
                {"label": _("Adjudicate"), "url": reverse("reviews:adjudicate", args=[self.viewer.project.slug])},
                {"label": title_of(claim), "url": ""},
            ],
            "speakers": claim.attributions.all(),
            "evidence": evidence_cards(self.viewer.project.slug, claim, evidence),
            "origins": origins_of(claim, evidence),
            "board": board(self.viewer, claim, self.claim.seen_verdicts, standing.dissenting if standing else ()),
            "standing": standing,
            "form": form,
            "dissent": dissent or (standing.dissent if standing else ""),
            "outcome": outcome,
            "offers": offers(self.viewer, claim),
            "review_due": [REVIEW_DUE.get(reason, reason) for reason in claim.review_due_reasons],
            "step_open": states.may("adjudicate", claim.state),
            "may_confirm": policy.may(self.viewer, "claim.adjudicate", claim)
            and (claim.state == states.AGREED or (claim.review_due and claim.state in states.SETTLED)),
        }
        return self.render(context, status=status)
