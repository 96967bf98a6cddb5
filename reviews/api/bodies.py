"""What the API takes about claims. Types and lengths are checked here; the rules of the domain by the services."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from projects.vocabulary import Tlp
from reviews import judging, states
from reviews.inputs import Draft, Source, Speaker
from reviews.judging import Judgement
from reviews.models import Adjudication, Attribution

MAX_STATEMENT = 4000
MAX_TEXT = 20_000
MAX_PARTS = 200


class Strict(serializers.Serializer[Any]):
    """Refuses fields it does not know, at any depth."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = sorted(str(name)[:100] for name in set(data) - set(self.fields))
            if unknown:
                raise serializers.ValidationError({name: [_("There is no such field.")] for name in unknown})
        return super().to_internal_value(data)


@extend_schema_field({"type": "string", "enum": [level.label for level in Tlp]})
class TlpField(serializers.Field[Any, Any, Any, Any]):
    """A marking as TLP 2.0 writes it."""

    def to_internal_value(self, data: Any) -> int:
        try:
            return int(Tlp.parse(data)) if isinstance(data, str) else self._refuse()
        except ValueError:
            return self._refuse()

    def to_representation(self, value: Any) -> Any:
        return value

    def _refuse(self) -> int:
        raise serializers.ValidationError(_("Write CLEAR, GREEN, AMBER, AMBER+STRICT or RED."))


def text(limit: int = MAX_TEXT, **options: Any) -> serializers.CharField:
    """Optional words."""
    return serializers.CharField(max_length=limit, allow_blank=True, required=False, default="", **options)


class SpeakerBody(Strict):
    """One link of the chain of speakers."""

    name = serializers.CharField(max_length=300)
    role = text(100)
    directness = serializers.ChoiceField(Attribution.Directness.choices, default="verbatim")
    anonymous = serializers.BooleanField(default=False)
    words = text()


class RecordBody(Strict):
    """A reference record: a source that is not among the documents."""

    citation = serializers.CharField(max_length=2000)
    url = serializers.URLField(max_length=2000, allow_blank=True, default="")
    quotation = text()
    retrieved_on = serializers.DateField(allow_null=True, default=None)


class EvidenceBody(Strict):
    """A mark, or a document and perhaps a passage of it, or a reference record; with its stance."""

    annotation = serializers.UUIDField(required=False)
    document = serializers.UUIDField(required=False)
    start = serializers.IntegerField(required=False, min_value=0)
    end = serializers.IntegerField(required=False, min_value=0)
    fragments = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(min_value=0), min_length=2, max_length=2),
        required=False,
        min_length=1,
        max_length=MAX_PARTS,
    )
    exact = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False, max_length=400_000)
    revision = serializers.UUIDField(required=False)
    record = RecordBody(required=False)
    stance = serializers.ChoiceField(judging.STANCES)
    note = text()
    valid_from = text(40)
    valid_to = text(40)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        named = [name for name in ("annotation", "document", "record") if name in attrs]
        if len(named) != 1:
            raise serializers.ValidationError(_("Name one of annotation, document and record."))
        places = [name for name in ("start", "end", "fragments", "exact", "revision") if name in attrs]
        if places and "document" not in attrs:
            raise serializers.ValidationError({places[0]: [_("A place belongs to a document.")]})
        if ("start" in attrs) != ("end" in attrs):
            missing = "end" if "start" in attrs else "start"
            raise serializers.ValidationError({missing: [_("A passage has a start and an end.")]})
        if "start" in attrs and "fragments" in attrs:
            raise serializers.ValidationError({"fragments": [_("Send start and end, or fragments.")]})
        return attrs


class JudgementBody(Strict):
    """What a verdict says."""

    decision = serializers.ChoiceField(judging.DECISIONS)
    finding = serializers.ChoiceField(judging.ALL_FINDINGS, required=False, allow_null=True, allow_blank=True)
    reasons = serializers.ListField(child=serializers.ChoiceField(judging.REASONS), required=False, max_length=50)
    credibility = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=6)
    likelihood = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=7)
    confidence = serializers.ChoiceField(judging.CONFIDENCES, required=False, allow_null=True, allow_blank=True)
    rationale = text()


class AdjudicationBody(JudgementBody):
    """What an adjudicator decides."""

    outcome = serializers.ChoiceField(Adjudication.Outcome.choices, default=Adjudication.Outcome.DECIDED)
    rationale = serializers.CharField(max_length=MAX_TEXT)
    dissent = text()


class ClaimBody(Strict):
    """A claim to write."""

    id = serializers.UUIDField(required=False)
    statement = serializers.CharField(max_length=MAX_STATEMENT)
    kind = serializers.ChoiceField(judging.KINDS)
    tlp = TlpField(required=False, allow_null=True, default=None)
    valid_from = text(40)
    valid_to = text(40)
    particulars = serializers.DictField(required=False, default=dict)
    attributions = SpeakerBody(many=True, required=False, max_length=MAX_PARTS)  # type: ignore[call-arg]
    evidence = EvidenceBody(many=True, required=False, max_length=MAX_PARTS)  # type: ignore[call-arg]
    state = serializers.ChoiceField([states.DRAFT, states.IN_REVIEW], default=states.IN_REVIEW)


class ClaimChangeBody(Strict):
    """What to change of a claim. A lower marking needs a reason."""

    statement = serializers.CharField(required=False, max_length=MAX_STATEMENT)
    kind = serializers.ChoiceField(judging.KINDS, required=False)
    tlp = TlpField(required=False)
    reason = serializers.CharField(required=False, max_length=MAX_TEXT, allow_blank=True)
    valid_from = serializers.CharField(required=False, max_length=40, allow_blank=True)
    valid_to = serializers.CharField(required=False, max_length=40, allow_blank=True)
    particulars = serializers.DictField(required=False)
    attributions = SpeakerBody(many=True, required=False, max_length=MAX_PARTS)  # type: ignore[call-arg]


class ConfirmBody(Strict):
    """Claims to confirm, and why what changed does not change their outcome."""

    claims = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=500)
    rationale = text()


class ConfirmOneBody(Strict):
    """Why a claim is confirmed."""

    rationale = text()


class ReopenBody(Strict):
    """Where to send a claim back to, and the question."""

    question = serializers.CharField(max_length=MAX_TEXT)
    to = serializers.ChoiceField([states.IN_REVIEW, states.DRAFT], default=states.IN_REVIEW)


class ReasonBody(Strict):
    """A reason, where one is wanted."""

    reason = text()


def read_speakers(rows: list[dict[str, Any]]) -> tuple[Speaker, ...]:
    """The chain of speakers."""
    return tuple(Speaker(**row) for row in rows)


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def read_source(row: Mapping[str, Any]) -> Source:
    """What a piece of evidence rests on."""
    fragments = [tuple(pair) for pair in row.get("fragments", [])]
    if "start" in row:
        fragments = [(row["start"], row["end"])]
    record = row.get("record")
    return Source(
        stance=row["stance"],
        annotation=row.get("annotation"),
        document=row.get("document"),
        fragments=tuple(fragments),
        exact=row.get("exact"),
        revision=row.get("revision"),
        record={**record, "retrieved_on": _day(record["retrieved_on"])} if record else None,
        note=row["note"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
    )


def read_draft(row: Mapping[str, Any]) -> Draft:
    """A claim as its author writes it."""
    return Draft(
        statement=row["statement"],
        kind=row["kind"],
        tlp=row["tlp"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        particulars=dict(row["particulars"]),
        attributions=read_speakers(row.get("attributions", [])),
        evidence=tuple(read_source(part) for part in row.get("evidence", [])),
        state=row["state"],
    )


def read_judgement(row: Mapping[str, Any]) -> Judgement:
    """What a verdict or an adjudication says, its reasons in their own order and each once."""
    given = set(row.get("reasons") or [])
    return Judgement(
        decision=row["decision"],
        finding=row.get("finding") or "",
        reasons=tuple(reason for reason in judging.REASONS if reason in given),
        credibility=row.get("credibility"),
        likelihood=row.get("likelihood"),
        confidence=row.get("confidence") or "",
    )
