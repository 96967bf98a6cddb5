"""Secrets planted in one person's work. A secret is two words: searches ask for the first, the second is looked for."""

from projects.models import Membership
from projects.vocabulary import Tlp
from sources.models import Document
from tests.attacks.world import World
from tests.cast import make_document, make_reading

EVERYBODY = (
    "viewer", "annotator", "annotator2", "reviewer", "reviewer2", "reviewer3", "adjudicator", "manager", "admin",
    "outsider",
)  # fmt: skip
NOTE, RATIONALE, CLAIM, HELD, RED, SAID, TOLD = SECRETS = tuple(
    f"quagga{name}" for name in ("note", "verdict", "claim", "held", "red", "said", "told")
)


def open_readings(world: World) -> None:
    """An annotator and a reviewer read the document, and are blind."""
    for reader in ("annotator2", "reviewer2"):
        make_reading(Document.objects.get(id=world.ids["document"]), world.cast.participant(reader))


def plant(world: World) -> None:
    """Marks, a claim on one of them, a verdict on it, a held allegation and a red document, with a secret in each.

    Two comments as well: on the mark, and, by somebody who knows a verdict, on the claim.
    """
    ids, cast = world.ids, world.cast
    ids["mark"] = world.mark(start=21, end=27, note=f"zebra {NOTE}", attributes={"why": NOTE})
    ids["resting"] = world.claim(
        statement=f"zebra {CLAIM}",
        evidence=[
            {"annotation": ids["mark"], "stance": "states", "note": CLAIM},
            {"record": {"citation": "A yearbook"}, "stance": "supports"},
            {"record": {"citation": "Another"}, "stance": "contradicts"},
        ],
    )
    world.judge("reviewer", ids["resting"], rationale=f"zebra {RATIONALE}")
    everybody = " ".join(f"@{name}" for name in EVERYBODY)
    world.do("annotator", "POST", f"annotations/{ids['mark']}/comments", {"text": f"zebra {SAID} {everybody}"})
    world.do("reviewer", "POST", f"claims/{ids['resting']}/comments", {"text": f"zebra {TOLD} {everybody}"})
    ids["held"] = world.claim(kind="allegation", statement=f"zebra {HELD}")
    ids["red"] = str(make_document(cast.project, f"zebra {RED}\n", f"zebra {RED}", tlp=Tlp.RED).id)
    Membership.objects.filter(pk=cast.memberships["manager"].pk).update(clearance=Tlp.RED)
