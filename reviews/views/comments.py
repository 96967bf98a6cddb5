"""What is said about a claim, on its page: written, changed, deleted, restored; the thread resolved, reopened, read."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from projects.errors import Forbidden, NotFound, Problem, Stale
from projects.forms import tell
from projects.models import Comment
from projects.services import comments as services
from projects.services.notices import read_thread
from projects.threads import Place, place_of
from reviews.views.claims import ClaimDetail
from reviews.views.pages import number_or_none
from reviews.views.threads import CommentForm, thread_of


class ClaimComments(ClaimDetail):
    """`…/comments`: one address for every step, named by the field `do`."""

    actions: ClassVar[dict[str, str]] = {"POST": "comment.read"}
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponseBase:
        what, _colon, row = request.POST.get("do", "write").partition(":")
        steps: dict[str, Callable[[str], None]] = {
            "write": self._write,
            "change": self._change,
            "delete": self._delete,
            "restore": self._restore,
            "resolve": lambda _row: self._turn(services.resolve_thread),
            "reopen": lambda _row: self._turn(services.reopen_thread),
            "read": lambda _row: self._turn(read_thread),
        }
        if what not in steps:
            raise NotFound()
        form = CommentForm(request.POST)
        try:
            steps[what](row)
        except (Forbidden, NotFound):
            raise
        except Problem as problem:
            form.is_valid()
            if "text" not in form.errors:
                tell(form, problem)
            return self._again(form, row if what == "change" else "", isinstance(problem, Stale))
        if what == "read" and request.headers.get("HX-Request"):
            return HttpResponse(status=204)
        return self.back(f"{self.address}#comments")

    def _again(self, form: CommentForm, editing: str, stale: bool) -> HttpResponse:
        """The thread with what was typed and what is wrong with it."""
        thread = thread_of(self.viewer, self.claim.pk)
        for entry in thread["rows"]:
            if str(entry["row"].pk) == editing:
                entry["form"] = form
                entry["stale"] = stale
        if not editing:
            thread["form"] = form
        return self.show(thread, status=422)

    @property
    def _text(self) -> str:
        return self.request.POST.get("text", "")

    def _write(self, _row: str) -> None:
        written = services.write_comment(by=self.viewer, about="claim", subject=self.claim.pk, text=self._text)
        self._tell_unreached(written)

    def _change(self, row: str) -> None:
        comment, version = self._named(row)
        self._tell_unreached(
            services.change_comment(by=self.viewer, comment_id=comment, expected=version, text=self._text)
        )

    def _delete(self, row: str) -> None:
        comment, version = self._named(row)
        services.delete_comment(by=self.viewer, comment_id=comment, expected=version)

    def _restore(self, row: str) -> None:
        comment, version = self._named(row)
        services.restore_comment(by=self.viewer, comment_id=comment, expected=version)

    def _turn(self, step: Callable[..., Any]) -> None:
        place: Place | None = place_of(self.viewer, "claim", self.claim.pk)
        if place is None or place.thread is None:
            raise NotFound()
        step(by=self.viewer, thread_id=place.thread)

    def _named(self, row: str) -> tuple[UUID, int]:
        """The comment of this claim that a step is about, and the version that the form was made of."""
        try:
            comment = UUID(row)
        except ValueError:
            raise NotFound() from None
        if not Comment.objects.filter(pk=comment, subject_id=self.claim.pk).exists():
            raise NotFound()
        return comment, number_or_none(self.request.POST.get("version", "")) or 0

    def _tell_unreached(self, written: services.Written) -> None:
        if written.unreached:
            words = _("Not to be seen now by: %(who)s. They hear of it when they may see it.")
            messages.info(self.request, words % {"who": ", ".join(written.unreached)})
