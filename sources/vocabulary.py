"""The words of a record's vocabularies as people read them."""

from django.utils.translation import gettext_lazy as _

from sources.records import BASES, TYPES

BASIS_NAMES = dict(zip(BASES, (_("printed"), _("inferred"), _("when retrieved")), strict=True))
TYPE_NAMES = {
    "article": _("Article"),
    "article-journal": _("Journal article"),
    "article-magazine": _("Magazine article"),
    "article-newspaper": _("Newspaper article"),
    "bill": _("Bill"),
    "book": _("Book"),
    "broadcast": _("Broadcast"),
    "chapter": _("Chapter"),
    "classic": _("Classic"),
    "collection": _("Collection"),
    "dataset": _("Data set"),
    "entry": _("Entry"),
    "entry-dictionary": _("Entry in a dictionary"),
    "entry-encyclopedia": _("Entry in an encyclopaedia"),
    "event": _("Event"),
    "figure": _("Figure"),
    "graphic": _("Picture"),
    "hearing": _("Hearing"),
    "interview": _("Interview"),
    "legal_case": _("Court case"),
    "legislation": _("Law"),
    "manuscript": _("Manuscript"),
    "map": _("Map"),
    "motion_picture": _("Film"),
    "musical_score": _("Musical score"),
    "pamphlet": _("Pamphlet"),
    "paper-conference": _("Conference paper"),
    "patent": _("Patent"),
    "performance": _("Performance"),
    "periodical": _("Periodical"),
    "personal_communication": _("Letter or message"),
    "post": _("Post"),
    "post-weblog": _("Blog post"),
    "regulation": _("Regulation"),
    "report": _("Report"),
    "review": _("Review"),
    "review-book": _("Book review"),
    "software": _("Software"),
    "song": _("Sound recording"),
    "speech": _("Speech"),
    "standard": _("Standard"),
    "thesis": _("Thesis"),
    "treaty": _("Treaty"),
    "webpage": _("Web page"),
}
assert set(TYPE_NAMES) == set(TYPES)
