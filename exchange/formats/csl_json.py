"""CSL-JSON: the records of the documents, for whatever cites by CSL."""

from exchange.citations import Bibliography
from exchange.formats.base import Format

FORMAT: Format = Bibliography("csl_json")
