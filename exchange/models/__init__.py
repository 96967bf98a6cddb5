"""Tables of what leaves: export files and their manifests."""

from exchange.models.exports import SECRECY, Export

__all__ = ["SECRECY", "Export"]
