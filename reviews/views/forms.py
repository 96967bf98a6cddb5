"""Forms of claims: what people write, turned into what the services take."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.vocabulary import Tlp
from reviews.api.bodies import MAX_STATEMENT, MAX_TEXT
from reviews.inputs import Speaker
from reviews.models import Attribution, Claim
from reviews.particulars import BASES
from reviews.viewing import KIND_HINTS

EDTF_HELP = _("2024, 2024-04 or 2024-04-18")
BASIS_WORDS = {"stated": _("stated in the source"), "mapped": _("mapped from its words"), "none": _("none given")}


def _line(label: Any, *, limit: int = 300, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=limit, help_text=help_text)


def _area(label: Any, *, rows: int = 3, required: bool = False, help_text: Any = "", limit: int = MAX_TEXT) -> Any:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=limit, help_text=help_text, widget=widget)


class StatementForm(forms.Form):
    """The statement, its kind, its time and its marking."""

    statement = _area(
        _("Statement"),
        required=True,
        limit=MAX_STATEMENT,
        help_text=_("One statement that can be judged, in your own words."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind, kind.label) for kind in Claim.Kind])
    valid_from = _line(_("True from"), limit=40, help_text=EDTF_HELP)
    valid_to = _line(_("True to, inclusive"), limit=40, help_text=EDTF_HELP)
    tlp = forms.TypedChoiceField(label=_("Marking"), coerce=int, required=False, empty_value=None)
    reason = _line(_("Reason for a lower marking"))

    def __init__(self, *args: Any, clearance: int, default_tlp: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [(level.value, level.label) for level in Tlp if level <= clearance]
        self.fields["tlp"].choices = levels  # type: ignore[attr-defined]
        self.fields["tlp"].initial = default_tlp

    @property
    def chosen_kind(self) -> str:
        """The kind the form shows now, a known one."""
        value = str(self["kind"].value() or Claim.Kind.FACT)
        return value if value in Claim.Kind.values else str(Claim.Kind.FACT)

    @property
    def kind_hint(self) -> Any:
        """What the kind means for judging."""
        return KIND_HINTS[self.chosen_kind]


class QuantityForm(forms.Form):
    """What a quantity says besides."""

    value = _line(_("Value"), limit=100)
    unit = _line(_("Unit"))
    definition = _area(_("What is counted"), rows=2, limit=4000)
    period = _line(_("Period"), limit=40, help_text=_("2024, 2024-04 or 2014/2016"))

    def particulars(self) -> dict[str, Any]:
        """As the service takes them; a plain number is a number."""
        cleaned = dict(self.cleaned_data)
        cleaned["value"] = _number(cleaned["value"])
        return cleaned


class PredictionForm(forms.Form):
    """What a prediction says besides."""

    value = forms.FloatField(label=_("Probability in per cent"), required=False, min_value=1, max_value=99)
    words = _line(_("Words for the probability"))
    basis = forms.ChoiceField(
        label=_("Basis"), required=False, choices=[("", "—"), *((basis, BASIS_WORDS[basis]) for basis in BASES)]
    )
    horizon = _line(_("Horizon"), limit=40, help_text=EDTF_HELP)

    def particulars(self) -> dict[str, Any]:
        """As the service takes them."""
        cleaned = self.cleaned_data
        value = cleaned["value"]
        number = int(value) if value is not None and float(value).is_integer() else value
        said = {"value": number, "words": cleaned["words"]}
        probability = {name: part for name, part in said.items() if part not in (None, "")}
        return {"probability": probability or None, "basis": cleaned["basis"] or None, "horizon": cleaned["horizon"]}


class RecommendationForm(forms.Form):
    """What a recommendation says besides."""

    addressee = _line(_("Addressee"), limit=4000)

    def particulars(self) -> dict[str, Any]:
        """As the service takes them."""
        return dict(self.cleaned_data)


class ReplyForm(forms.Form):
    """The right of reply of one person an allegation is about."""

    person = _line(_("Person"))
    asked = forms.BooleanField(label=_("Asked for a reply"), required=False)
    when = _line(_("Asked on"), limit=40, help_text=EDTF_HELP)
    answered = _line(_("Answered on"), limit=40)
    answer = _area(_("Answer"), rows=2, limit=4000)


ReplyForms = forms.formset_factory(ReplyForm, extra=1, max_num=50)


class SpeakerForm(forms.Form):
    """One link of the chain of speakers."""

    name = _line(_("Speaker"))
    role = _line(_("Role"), limit=100)
    directness = forms.ChoiceField(label=_("How"), choices=[(kind, kind.label) for kind in Attribution.Directness])
    anonymous = forms.BooleanField(label=_("Anonymous"), required=False)
    words = _line(_("Words used"), limit=MAX_TEXT)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        said = any(cleaned.get(name) for name in ("role", "anonymous", "words"))
        if said and not cleaned.get("name"):
            self.add_error("name", _("Name the speaker, or describe an anonymous one."))
        return cleaned


SpeakerForms = forms.formset_factory(SpeakerForm, extra=1, max_num=50)

_OF_KIND: Mapping[str, type[QuantityForm] | type[PredictionForm] | type[RecommendationForm]] = {
    Claim.Kind.QUANTITY: QuantityForm,
    Claim.Kind.PREDICTION: PredictionForm,
    Claim.Kind.RECOMMENDATION: RecommendationForm,
}


def _number(text: str) -> int | float | str:
    for read in (int, float):
        try:
            number = read(text)
        except ValueError:
            continue
        return number if text.isascii() and "_" not in text and abs(number) < 1e15 else text
    return text


def speakers_of(formset: Any) -> tuple[Speaker, ...]:
    """The chain of speakers; rows left empty are none."""
    rows = [form.cleaned_data for form in formset.forms if form.cleaned_data.get("name")]
    return tuple(Speaker(**row) for row in rows)


class ParticularsForm:
    """What the kind asks for besides the statement: a form, a set of forms for an allegation, or nothing."""

    def __init__(self, kind: str, data: Any = None, initial: Mapping[str, Any] | None = None) -> None:
        self.form: Any = None
        self.replies: Any = None
        given = dict(initial or {})
        if kind == Claim.Kind.ALLEGATION:
            rows = given.get("right_of_reply") or []
            sent = data if data is not None and "reply-TOTAL_FORMS" in data else None
            self.replies = ReplyForms(sent, prefix="reply", initial=rows)
        elif kind in _OF_KIND:
            given |= given.pop("probability", None) or {}
            self.form = _OF_KIND[kind](data, prefix=kind, initial=given)

    def is_valid(self) -> bool:
        """Whether everything can be used."""
        parts = [part for part in (self.form, self.replies) if part is not None and part.is_bound]
        return all(part.is_valid() for part in parts)

    def particulars(self) -> dict[str, Any]:
        """As the service takes them."""
        if self.form is not None and self.form.is_bound:
            return dict(self.form.particulars())
        if self.replies is not None and self.replies.is_bound:
            rows = [form.cleaned_data for form in self.replies.forms if any(form.cleaned_data.values())]
            return {"right_of_reply": rows}
        return {}
