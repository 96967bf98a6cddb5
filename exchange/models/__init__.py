"""Tables of what leaves: export files and their manifests."""

from exchange.models.exports import Export

__all__ = ["Export"]
