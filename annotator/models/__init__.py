"""Tables of what is marked, one module per noun."""

from annotator.models.annotations import Anchor, Annotation
from annotator.models.labels import Codebook, Label
from annotator.models.placements import Placement
from annotator.models.relations import Relation, RelationKind

__all__ = ["Anchor", "Annotation", "Codebook", "Label", "Placement", "Relation", "RelationKind"]
