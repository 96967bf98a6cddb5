"""BibTeX: the records of the documents, for LaTeX."""

from exchange.citations import Bibliography
from exchange.formats.base import Format

FORMAT: Format = Bibliography("bibtex")
