"""RIS: the records of the documents, for reference managers."""

from exchange.citations import Bibliography
from exchange.formats.base import Format

FORMAT: Format = Bibliography("ris")
