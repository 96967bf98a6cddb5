"""The shapes of the API's answers about claims, for its documentation."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from projects.api.people import PersonShape
from reviews import judging
from reviews.models import Adjudication, Attribution, Claim


class _Judgement(serializers.Serializer[Any]):
    decision = serializers.ChoiceField(judging.DECISIONS, allow_null=True)
    finding = serializers.ChoiceField(judging.ALL_FINDINGS, allow_null=True)
    reasons = serializers.ListField(child=serializers.ChoiceField(judging.REASONS))
    credibility = serializers.IntegerField(allow_null=True, min_value=1, max_value=6)
    likelihood = serializers.IntegerField(allow_null=True, min_value=1, max_value=7)
    confidence = serializers.ChoiceField(judging.CONFIDENCES, allow_null=True)


class EvidenceShape(serializers.Serializer[Any]):
    """One piece of evidence."""

    id = serializers.UUIDField()
    claim = serializers.UUIDField()
    stance = serializers.ChoiceField(judging.STANCES)
    document = serializers.UUIDField(allow_null=True)
    document_title = serializers.CharField(allow_null=True)
    revision = serializers.UUIDField(allow_null=True)
    annotation = serializers.UUIDField(allow_null=True)
    fragments = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))
    start = serializers.IntegerField(allow_null=True)
    end = serializers.IntegerField(allow_null=True)
    exact = serializers.CharField()
    record = serializers.DictField(allow_null=True)
    note = serializers.CharField()
    valid_from = serializers.CharField()
    valid_to = serializers.CharField()
    tlp = serializers.CharField()
    author = PersonShape()
    created_at = serializers.DateTimeField()


class VerdictShape(_Judgement):
    """One verdict."""

    id = serializers.UUIDField()
    claim = serializers.UUIDField()
    author = PersonShape()
    rationale = serializers.CharField()
    current = serializers.BooleanField()
    informed = serializers.BooleanField(help_text=_("Its author could already see others' verdicts."))
    cycle = serializers.IntegerField()
    claim_version = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class AdjudicationShape(_Judgement):
    """One adjudication."""

    id = serializers.UUIDField()
    claim = serializers.UUIDField()
    author = PersonShape()
    outcome = serializers.ChoiceField(Adjudication.Outcome.choices)
    rationale = serializers.CharField()
    dissent = serializers.CharField()
    dissenting = serializers.ListField(child=serializers.UUIDField())
    current = serializers.BooleanField()
    cycle = serializers.IntegerField()
    claim_version = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class _Speaker(serializers.Serializer[Any]):
    name = serializers.CharField()
    role = serializers.CharField()
    directness = serializers.ChoiceField(Attribution.Directness.choices)
    anonymous = serializers.BooleanField()
    words = serializers.CharField()


class _Document(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()


class _Origins(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    documents = _Document(many=True)
    records = serializers.ListField(child=serializers.CharField())


class ClaimShape(_Judgement):
    """One claim, as the person who asks may see it."""

    id = serializers.UUIDField()
    project = serializers.SlugField()
    statement = serializers.CharField()
    kind = serializers.ChoiceField(judging.KINDS)
    state = serializers.ChoiceField(Claim.State.choices)
    held = serializers.BooleanField()
    review_due = serializers.BooleanField()
    review_due_reasons = serializers.ListField(child=serializers.CharField())
    author = PersonShape()
    tlp = serializers.CharField()
    valid_from = serializers.CharField()
    valid_to = serializers.CharField()
    particulars = serializers.DictField()
    attributions = _Speaker(many=True)
    evidence = EvidenceShape(many=True)
    origins = _Origins()
    adjudication = AdjudicationShape(allow_null=True)
    verdicts_due = serializers.IntegerField()
    verdicts_hidden = serializers.BooleanField(help_text=_("Others' verdicts are hidden until one's own is in."))
    verdicts_in = serializers.IntegerField(allow_null=True, help_text=_("Null while verdicts are hidden."))
    question = serializers.CharField()
    review_cycle = serializers.IntegerField()
    version = serializers.IntegerField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class ClaimWithEvidence(ClaimShape):
    """A claim to which evidence was added, and the id of that evidence."""

    added = serializers.UUIDField()


class ClaimPage(serializers.Serializer[Any]):
    """One page of claims."""

    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = ClaimShape(many=True)


class VerdictList(serializers.Serializer[Any]):
    """The verdicts the person may see."""

    hidden = serializers.BooleanField(help_text=_("Others' verdicts are hidden until one's own is in."))
    results = VerdictShape(many=True)


class ClaimList(serializers.Serializer[Any]):
    """Claims that were confirmed."""

    results = ClaimShape(many=True)


class AdjudicationList(serializers.Serializer[Any]):
    """The adjudications of one claim."""

    results = AdjudicationShape(many=True)
