"""One claim at a time: read, judge, next."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from projects import policy
from projects.errors import Forbidden, NotFound, Problem, Stale
from projects.views.base import ProjectPage
from reviews.queries.claims import own_verdict, to_judge
from reviews.queries.exhibits import origins_of
from reviews.queries.showing import evidence_cards
from reviews.records import judgement_of
from reviews.services.verdicts import submit_verdict
from reviews.views.judging import JudgementForm
from reviews.views.pages import find_claim, number_or_none


class Review(ProjectPage):
    """`/projects/{slug}/review`; `?claim=` opens one claim, in the queue or judged already."""

    actions = {"GET": "verdict.submit", "POST": "verdict.submit"}
    template = "reviews/review.html"
    nav = "review"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        queue = self._queue()
        wanted = _uuid(request.GET.get("claim", ""))
        claim_id = wanted or (queue[0] if queue else None)
        if claim_id is None:
            return self.render({"claim": None})
        return self._show(claim_id, queue)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        claim_id = _uuid(request.POST.get("claim", ""))
        if claim_id is None:
            raise NotFound()
        queue = self._queue()
        claim = find_claim(self.viewer, claim_id)
        form = JudgementForm(self.viewer, claim, request.POST)
        judgement = form.judgement()
        if judgement is None:
            return self._show(claim_id, queue, form, status=400)
        try:
            submit_verdict(
                by=self.viewer,
                claim_id=claim_id,
                judgement=judgement,
                rationale=form.values["rationale"],
                version=number_or_none(request.POST.get("version", "")),
            )
        except (Forbidden, NotFound):
            raise
        except Stale as problem:
            changed = _("The claim changed while you were judging it. Read it again; what you wrote is kept.")
            form.explain({"": [changed]})
            return self._show(claim_id, queue, form, status=problem.status)
        except Problem as problem:
            form.explain(problem.extra.get("errors") or {"": [problem.detail]})
            return self._show(claim_id, queue, form, status=problem.status)
        return self.back(self._after(claim_id, queue), _("Your verdict is in."))

    def _queue(self) -> list[UUID]:
        return list(to_judge(self.viewer).order_by("id").values_list("id", flat=True))

    def _after(self, claim_id: UUID, queue: list[UUID]) -> str:
        """The next claim of the queue; from the last one back to the first that was passed over."""
        rest = [other for other in queue if other != claim_id]
        later = [other for other in rest if other > claim_id]
        return self._address(next(iter([*later, *rest]), None))

    def _address(self, claim_id: UUID | None) -> str:
        address = reverse("reviews:review", args=[self.viewer.project.slug])
        return f"{address}?claim={claim_id}" if claim_id else address

    def _show(
        self, claim_id: UUID, queue: list[UUID], form: JudgementForm | None = None, *, status: int = 200
    ) -> HttpResponse:
        claim = find_claim(self.viewer, claim_id)
        policy.require(self.viewer, "verdict.submit", claim)
        own = own_verdict(self.viewer, claim)
        if form is None:
            form = JudgementForm(self.viewer, claim, initial=judgement_of(own) if own else None)
            form.values["rationale"] = own.rationale if own else ""
        return self.render(
            {**self._pager(claim_id, queue), **self._claim(claim), "form": form, "own": own}, status=status
        )

    def _claim(self, claim: Any) -> dict[str, Any]:
        return {
            "claim": claim,
            "speakers": claim.attributions.all(),
            "evidence": evidence_cards(self.viewer.project.slug, claim, claim.live_evidence),
            "origins": origins_of(claim, claim.live_evidence),
        }

    def _pager(self, claim_id: UUID, queue: list[UUID]) -> dict[str, Any]:
        if claim_id not in queue:
            return {"position": "", "next_url": self._address(queue[0]) if queue else ""}
        at = queue.index(claim_id)
        return {
            "position": _("%(at)d of %(all)d") % {"at": at + 1, "all": len(queue)},
            "previous_url": self._address(queue[at - 1]) if at else "",
            "next_url": self._address(queue[at + 1]) if at + 1 < len(queue) else "",
        }


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound() from None
