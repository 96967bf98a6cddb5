"""The fixed words of the product: roles, traffic-light markings, kinds of secrecy. Values only, no behaviour."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a member may do in one project; a membership holds a set of them."""

    VIEWER = "viewer", _("Viewer")
    ANNOTATOR = "annotator", _("Annotator")
    REVIEWER = "reviewer", _("Reviewer")
    ADJUDICATOR = "adjudicator", _("Adjudicator")
    MANAGER = "manager", _("Manager")


class Tlp(IntegerChoices):
    """Traffic Light Protocol 2.0, ordered from the freest to the most restricted."""

    CLEAR = 0, "CLEAR"
    GREEN = 1, "GREEN"
    AMBER = 2, "AMBER"
    AMBER_STRICT = 3, "AMBER+STRICT"
    RED = 4, "RED"

    @classmethod
    def parse(cls, text: str) -> "Tlp":
        """Return the level named by `text` as TLP 2.0 writes it; ValueError for any other word."""
        for level in cls:
            if level.label == text.strip().upper().removeprefix("TLP:"):
                return level
        raise ValueError(text)


class Secrecy(TextChoices):
    """Which rule of blindness a row is under."""

    OPEN = "open", _("Open")
    MARK = "mark", _("One reader's mark")
    CLAIM = "claim", _("A claim, which may rest on marks")
    VERDICT = "verdict", _("One reviewer's verdict")
    OUTCOME = "outcome", _("What was decided of a claim")


# The secrecy of whom an imported name speaks for: for managers, and for the member it is about.
NAMES = "name"

# The name under which marks come in whose maker an import does not name.
UNNAMED = "imported"


class Blindness(TextChoices):
    """When readers of one document see one another's marks."""

    UNTIL_FINISHED = "until_finished", _("Until one has finished one's own reading and chooses to look")
    ALWAYS = "always", _("Always: only managers and adjudicators compare")
    NEVER = "never", _("Never: everybody sees everything at once")


class Layer(TextChoices):
    """Whose work a mark is: a person's, the adjudicated one, or a program's suggestion."""

    PERSON = "person", _("Person")
    GOLD = "gold", _("Adjudicated")
    MACHINE = "machine", _("Machine")


# What a project is called in addresses.
SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
SLUG_WRONG = _("Use small letters, digits and single hyphens between them, as in “harbour-desk”.")
