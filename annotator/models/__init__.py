"""Tables of what is marked, one module per noun."""

from annotator.models.annotations import Anchor, Annotation
from annotator.models.labels import Codebook, Label

__all__ = ["Anchor", "Annotation", "Codebook", "Label"]
