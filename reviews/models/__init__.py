"""Tables of what is believed, one module per noun."""

from reviews.models.claims import Attribution, Claim
from reviews.models.evidence import Evidence
from reviews.models.verdicts import Adjudication, Verdict

__all__ = ["Adjudication", "Attribution", "Claim", "Evidence", "Verdict"]
