"""Claims as things that are talked about.

What is said about a claim is seen by whoever sees the claim. Words of somebody who knows a verdict on it, their own
among them, may tell of it: they are as secret as outcomes are, so that they sway nobody who is still to judge.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from projects.threads import Place, ThreadKind
from projects.viewers import Viewer
from projects.vocabulary import Secrecy
from reviews.links import claim_url
from reviews.models import Claim
from reviews.queries.claims import visible_adjudications, visible_claims, visible_verdicts
from reviews.records import title_of


def _places(viewer: Viewer, rows: QuerySet[Any]) -> Iterable[Place]:
    slug = viewer.project.slug
    verdicts = Exists(visible_verdicts(viewer).filter(claim=OuterRef("pk")))
    outcomes = Exists(visible_adjudications(viewer).filter(claim=OuterRef("pk")))
    for claim in rows.annotate(knows=verdicts | outcomes):
        yield Place(
            kind="claim",
            id=claim.pk,
            thread=claim.thread_id,
            title=title_of(claim),
            url=f"{claim_url(slug, claim.pk)}#comments",
            secrecy=Secrecy.OUTCOME if claim.knows else Secrecy.CLAIM,
            tlp=claim.tlp,
            owner=claim.author_id,
            maker=claim.author_id,
        )


CLAIM_THREADS = ThreadKind(name="claim", model=Claim, seen=visible_claims, places=_places)
