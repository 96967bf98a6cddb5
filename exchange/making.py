"""One attempt at the files of one export: what the snapshot holds, through the format, into temporary files."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.utils import timezone

from exchange.filters import Filters
from exchange.formats import formats
from exchange.formats.base import Mark, Part, Setting
from exchange.models import Export
from exchange.queries.claims import claims
from exchange.queries.content import Content
from exchange.queries.exports import sight_of
from exchange.queries.rows import comments, documents, relations
from exchange.queries.snapshot import Snapshot, snapshot
from exchange.storage import PartFile
from projects.jobs import Run
from projects.viewers import Viewer
from projects.vocabulary import Tlp


class Making:
    """Writes the parts of an export, counts what goes into them, and says so in the manifest."""

    def __init__(self, run: Run, export: Export, viewer: Viewer) -> None:
        self.run = run
        self.export = export
        self.viewer = viewer
        self.format = formats()[export.format]
        self.content = Content(viewer, export.tlp, Filters.of(export.filters))
        self.files = {part.name: PartFile(part) for part in self.format.parts}
        self.counts: Counter[str] = Counter()
        self.made_at = timezone.now()
        self.total = 0
        self.writer = self.format.writer(
            Setting(
                base_url=export.job.params.get("base_url") or settings.BASE_URL,
                project=export.project.slug,
                project_name=export.project.name,
                export=str(export.id),
                made_at=self.made_at,
            )
        )

    def close(self) -> None:
        """Let go of the temporary files."""
        for file in self.files.values():
            file.close()

    def write(self) -> dict[str, Any]:
        """Write every part and return the manifest."""
        with snapshot(self.export.project_id) as taken:
            self.total = taken.count(self.content.documents)
            if self.format.carries_claims:
                self.total += taken.count(self.content.claims)
            self.run.report(0, self.total, force=True)
            self._put(self.writer.begin())
            for document, text, marks in documents(taken, self.content):
                self._put(self.writer.document(document, text, self._counted(marks)))
                self.counts["documents"] += 1
                self._report()
            if self.format.carries_relations:
                for relation in relations(taken, self.content):
                    self._put(self.writer.relation(relation))
                    self.counts["relations"] += 1
            for judged in claims(taken, self.content) if self.format.carries_claims else ():
                self._put(self.writer.claim(judged))
                self.counts["claims"] += 1
                self.counts["evidence"] += len(judged.evidence)
                self.counts["verdicts"] += len(judged.verdicts)
                self.counts["adjudications"] += len(judged.adjudications)
                self._report()
            if self.format.carries_comments:
                for comment in comments(taken, self.content):
                    self._put(self.writer.comment(comment))
                    self.counts["comments"] += 1
            self._put(self.writer.end())
            return self._manifest(taken)

    def _put(self, pieces: Iterable[tuple[str, bytes]]) -> None:
        for part, piece in pieces:
            self.files[part].write(piece)

    def _counted(self, marks: Iterator[Mark]) -> Iterator[Mark]:
        number = 0
        for number, mark in enumerate(marks, 1):
            if number % 1000 == 0:
                self._report()
            yield mark
        self.counts["annotations"] += number

    def _report(self) -> None:
        self.run.report(self.counts["documents"] + self.counts["claims"])

    def _manifest(self, taken: Snapshot) -> dict[str, Any]:
        left_out = {
            reason: taken.count(rows)
            for reason, rows in self.content.left_out().items()
            if self.format.carries_claims or reason.startswith("documents")  # a bibliography would carry nothing else
        }
        return {
            "format": self.format.name,
            "version": self.format.version,
            "export": str(self.export.id),
            "project": {"slug": self.export.project.slug, "name": self.export.project.name},
            "made_for": {"name": self.viewer.participant_name, **sight_of(self.viewer)},
            "made_at": self.made_at.isoformat(),
            "event": taken.number,
            "tlp": Tlp(self.export.tlp).label,
            "filters": self.export.filters,
            "counts": {
                name: self.counts[name]
                for name in (
                    "documents",
                    "annotations",
                    "relations",
                    "claims",
                    "evidence",
                    "verdicts",
                    "adjudications",
                    "comments",
                )
            },
            "left_out": {reason: number for reason, number in left_out.items() if number},
            "parts": [self._described(file.part, file) for file in self.files.values()],
        }

    def _described(self, part: Part, file: PartFile) -> dict[str, Any]:
        return {
            "name": part.name,
            "file_name": f"{self.export.project.slug}-{self.made_at:%Y%m%d-%H%M%S}-{part.name}.{part.suffix}",
            "media_type": part.media_type,
            "size": file.size,
            "sha256": file.sha256,
        }
