"""What an export may be narrowed to. Values are checked when it is asked for and kept as ids."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator.models import Label
from projects import policy
from projects.errors import Invalid
from projects.models import Participant
from projects.viewers import Viewer
from reviews.models import Claim
from sources.models import Document
from sources.queries.documents import knows_every_reading

MOST = 1000


class Status(TextChoices):
    """How far the readings of a document are: all of them for those who oversee, one's own for everybody else."""

    NEW = "new", gettext_lazy("Nobody reads it")
    OPEN = "open", gettext_lazy("Being read")
    FINISHED = "finished", gettext_lazy("Every reading is finished")


_OWN_STATUS = {
    Status.NEW: gettext_lazy("To read"),
    Status.OPEN: gettext_lazy("Reading"),
    Status.FINISHED: gettext_lazy("Finished"),
}


def status_choices(viewer: Viewer) -> list[tuple[str, str]]:
    """The choices of a status, in words that say whose readings are meant for this viewer."""
    everybody = knows_every_reading(viewer)
    return [(status.value, str(status.label if everybody else _OWN_STATUS[status])) for status in Status]


@dataclass(frozen=True)
class Filters:
    """Empty means all. `labels` and `annotators` choose marks, `states` claims, the others documents."""

    documents: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    annotators: tuple[str, ...] = ()
    states: tuple[str, ...] = ()

    @property
    def choose_documents(self) -> bool:
        """Whether only some documents are wanted."""
        return bool(self.documents or self.status)

    def as_json(self) -> dict[str, list[str]]:
        """The filters that are set."""
        return {name: list(values) for name, values in asdict(self).items() if values}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Filters":
        """Filters that were checked before they were stored."""
        return cls(**{name: tuple(values) for name, values in stored.items()})


def _strings(name: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise Invalid({f"filters.{name}": _("Write a list of strings.")})
    if len(value) > MOST:
        raise Invalid({f"filters.{name}": _("Name at most %(n)d.") % {"n": MOST}})
    if any("\x00" in item for item in value):
        raise Invalid({f"filters.{name}": _("A name holds no NUL character.")})
    return list(dict.fromkeys(value))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _unknown(name: str, values: list[str]) -> Invalid:
    shown = ", ".join(value[:100] for value in values[:5])
    return Invalid({f"filters.{name}": _("There is no such entry here: %(names)s.") % {"names": shown}})


def _documents(viewer: Viewer, values: list[str]) -> list[str]:
    ids = {value: _uuid(value) for value in values}
    rows = Document.objects.filter(
        policy.visible(viewer, Document),
        project_id=viewer.project_id,
        deleted_at__isnull=True,
        id__in=filter(None, ids.values()),
    )
    known = set(rows.values_list("id", flat=True))
    missing = [value for value, found in ids.items() if found not in known]
    if missing:
        raise _unknown("documents", missing)
    return [str(found) for found in ids.values()]


def _labels(viewer: Viewer, values: list[str]) -> list[str]:
    """Labels by id or path; those below a label are meant with it."""
    labels = list(Label.objects.filter(project_id=viewer.project_id).values_list("id", "path"))
    by_name = {path: path for _id, path in labels} | {str(label_id): path for label_id, path in labels}
    missing = [value for value in values if value.lower() not in by_name and value not in by_name]
    if missing:
        raise _unknown("labels", missing)
    chosen = [by_name.get(value) or by_name[value.lower()] for value in values]
    return [str(label_id) for label_id, path in labels if any(f"{path}/".startswith(f"{top}/") for top in chosen)]


def _annotators(viewer: Viewer, values: list[str]) -> list[str]:
    """Participants by id or name; a name means everybody who has it."""
    ids = [found for value in values if (found := _uuid(value))]
    rows = Participant.objects.filter(Q(id__in=ids) | Q(name__in=values), project_id=viewer.project_id)
    people = list(rows.values_list("id", "name"))
    known = {name for _id, name in people} | {str(row_id) for row_id, _name in people}
    missing = [value for value in values if value not in known and value.lower() not in known]
    if missing:
        raise _unknown("annotators", missing)
    return [str(row_id) for row_id, _name in people]


def _one_of(name: str, choices: type[TextChoices], values: list[str]) -> list[str]:
    if wrong := [value for value in values if value not in choices.values]:
        raise Invalid(
            {
                f"filters.{name}": _("%(value)s is none of %(choices)s.")
                % {"value": wrong[0][:100], "choices": ", ".join(choices.values)}
            }
        )
    return values


def parse(viewer: Viewer, raw: Any) -> Filters:
    """The filters a person asks for; Invalid names what cannot be used. What they may not see does not exist."""
    if not isinstance(raw, Mapping):
        raise Invalid({"filters": _("Write an object.")})
    known = Filters.__dataclass_fields__
    if unknown := sorted(str(name)[:100] for name in raw if name not in known):
        raise Invalid({f"filters.{name}": _("There is no such filter.") for name in unknown})
    given = {name: _strings(name, value) for name, value in raw.items()}
    found = {name: values for name, values in given.items() if values}
    checks = {
        "documents": lambda values: _documents(viewer, values),
        "labels": lambda values: _labels(viewer, values),
        "annotators": lambda values: _annotators(viewer, values),
        "status": lambda values: _one_of("status", Status, values),
        "states": lambda values: _one_of("states", Claim.State, values),
    }
    return Filters(**{name: tuple(checks[name](values)) for name, values in found.items()})
