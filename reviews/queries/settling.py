"""What waits for an adjudicator, what disagrees most first."""

from dataclasses import dataclass
from uuid import UUID

from projects.viewers import Viewer
from reviews.judging import Judgement, differing, disagreement
from reviews.models import Claim
from reviews.queries.claims import to_settle, visible_verdicts
from reviews.states import AGREED, DISPUTED


@dataclass(frozen=True)
class Waiting:
    """The three heaps of work: disputed by how much differs, reviews that are due, and what is agreed."""

    disputed: list[UUID]
    due: list[UUID]
    agreed: list[UUID]
    differences: dict[UUID, tuple[str, ...]]


def waiting(viewer: Viewer) -> Waiting:
    """Everything this adjudicator can settle."""
    rows = list(to_settle(viewer).order_by("id").values_list("id", "state", "review_due"))
    disputed = [claim for claim, state, _due in rows if state == DISPUTED]
    said = _judgements(viewer, disputed)
    scores = {claim: disagreement(said.get(claim, [])) for claim in disputed}
    return Waiting(
        disputed=sorted(disputed, key=lambda claim: (-scores[claim], claim)),
        due=[claim for claim, _state, due in rows if due],
        agreed=[claim for claim, state, due in rows if state == AGREED and not due],
        differences={claim: differing(said.get(claim, [])) for claim in disputed},
    )


def _judgements(viewer: Viewer, claims: list[UUID]) -> dict[UUID, list[Judgement]]:
    """What the verdicts that were compared say, for all these claims in one query."""
    counted = dict(Claim.objects.filter(pk__in=claims).values_list("id", "counted"))
    wanted = [verdict for verdicts in counted.values() for verdict in verdicts]
    rows = visible_verdicts(viewer).filter(pk__in=wanted)
    said: dict[UUID, list[Judgement]] = {}
    for claim, decision, finding, credibility in rows.values_list("claim_id", "decision", "finding", "credibility"):
        said.setdefault(claim, []).append(Judgement(decision, finding, credibility=credibility))
    return said
