"""A PDF read: pages opened and looked at, put in order, and written as one text with blocks.

A PDF says where signs stand, not what they are: what is a heading, a footnote or the next column is told here from
place, size and face alone, as a reader of the page tells it.
"""

from sources.blocks import HEADING, PARAGRAPH
from sources.readers import ReadText
from sources.readers.pdf import notes as foot
from sources.readers.pdf.columns import Arranging
from sources.readers.pdf.extracting import page_of
from sources.readers.pdf.flow import Flow, Sheet
from sources.readers.pdf.furniture import Furniture
from sources.readers.pdf.joining import Vocabulary
from sources.readers.pdf.lines import line_of
from sources.readers.pdf.opening import opened, record_of
from sources.readers.pdf.paragraphs import Group, Setting, groups_of, set_byline, set_levels
from sources.readers.pdf.scripts import brackets_turned, runs_right_to_left, with_brackets_turned
from sources.readers.pdf.shapes import Line, Page, Table
from sources.readers.pdf.tables import ruled_tables
from sources.refusals import Refused, gettext_noop
from sources.text import Offsets

_NAMED_AT_MOST = 20


def read(data: bytes) -> ReadText:
    """Read a PDF."""
    document = opened(data)
    try:
        record = record_of(document)
        pages = [page_of(document, number + 1) for number in range(len(document))]
    finally:
        document.close()
    warnings = _warnings(pages)
    sheets, setting = _arranged(pages)
    notes = _joined_notes(sheets)
    groups = [item for sheet in sheets for item in sheet.flow if isinstance(item, Group)]
    set_levels(groups)
    set_byline(groups)
    paragraphs = [group for group in groups if group.kind == PARAGRAPH]
    setting.indents = sum(group.indented for group in paragraphs) > 0.25 * len(paragraphs)
    lines = [line for group in groups for line in group.lines] + [line for note in notes for line in note.lines]
    flow = Flow(pages, setting, Vocabulary(lines), foot.Calls(notes))
    for sheet in sheets:
        flow.add_sheet(sheet)
    text = flow.finish()
    title = str(record.pop("title", "")) or _title(groups)
    return ReadText(
        text=text,
        blocks=flow.composition.blocks,
        title=title,
        offsets=Offsets(len(text)),
        record=record,
        warnings=warnings,
    )


def _warnings(pages: list[Page]) -> list[str]:
    """Sentences about what could not be read; raises Refused where nothing could."""
    empty = [page.number for page in pages if not page.words and not page.sideways]
    if len(empty) == len(pages):
        raise Refused(
            gettext_noop(
                "This PDF holds pictures of pages and no text. Run text recognition (OCR) on it and import the result."
            )
            if any(page.pictures for page in pages)
            else gettext_noop("This PDF holds no text.")
        )
    warnings = []
    if empty:
        shown = ", ".join(map(str, empty[:_NAMED_AT_MOST])) + (" …" if len(empty) > _NAMED_AT_MOST else "")
        warnings.append(f"{gettext_noop('Pages without text, which may be pictures')}: {shown}")
    if unmapped := sum(page.unmapped for page in pages):
        warnings.append(f"{gettext_noop('Signs whose characters the file does not tell')}: {unmapped}")
    return warnings


def _arranged(pages: list[Page]) -> tuple[list[Sheet], Setting]:
    """Each page's parts in the order of reading."""
    setting = Setting.of([word for page in pages for word in page.words])
    Furniture(pages).take_out()
    columns: list[tuple[Page, list[list[Line] | Table]]] = []
    for page in pages:
        right_to_left = runs_right_to_left(page.words)
        ruled_tables(page, right_to_left)
        parts: list[list[Line] | Table] = [
            part if isinstance(part, Table) else [line_of(row, page.number, right_to_left) for row in part]
            for part in Arranging(page, setting.body, right_to_left).parts()
        ]
        columns.append((page, parts))
        page.words = []
    _set_brackets(columns)
    setting.learn([part for _page, parts in columns for part in parts if not isinstance(part, Table)])
    return [_sheet(page, parts, setting) for page, parts in columns], setting


def _set_brackets(columns: list[tuple[Page, list[list[Line] | Table]]]) -> None:
    """Brackets among letters from right to left, where the library gives their looks."""
    lines = [line for _page, parts in columns for part in parts for line in _lines(part) if line.turned]
    if brackets_turned([line.text for line in lines]):
        for line in lines:
            for part in line.parts:
                part.text = with_brackets_turned(part.text)


def _lines(part: list[Line] | Table) -> list[Line]:
    return [line for row in part.rows for cell in row for line in cell] if isinstance(part, Table) else part


def _sheet(page: Page, parts: list[list[Line] | Table], setting: Setting) -> Sheet:
    sheet = Sheet(page)
    called = foot.raised_signs([line for part in parts for line in _lines(part)])
    for part in parts:
        if isinstance(part, Table):
            sheet.flow.append(part)
            continue
        lines, notes = foot.split(part, page, setting.body, called)
        sheet.notes += notes
        sheet.flow += groups_of(lines, setting, page.pictures)
    return sheet


def _joined_notes(sheets: list[Sheet]) -> list[foot.Note]:
    """All footnotes; what goes on from the page or column before belongs to the note there."""
    notes: list[foot.Note] = []
    for sheet in sheets:
        kept = []
        for note in sheet.notes:
            if note.mark:
                notes.append(note)
                kept.append(note)
            elif notes and notes[-1].page >= sheet.page.number - 1:
                notes[-1].lines = [*notes[-1].lines, *note.lines]
            else:
                sheet.flow += groups_of(note.lines, Setting(note.lines[0].size, False, {}), [])
        sheet.notes = kept
    foot.name_notes(notes)
    return notes


def _title(groups: list[Group]) -> str:
    """The largest heading near the beginning, else the first one."""
    first = [group for group in groups[:12] if group.kind == HEADING]
    first = first or [group for group in groups if group.kind == HEADING][:1]
    if not first:
        return ""
    found = max(first, key=lambda group: group.lines[0].size)
    return " ".join(found.text.split())[:300]
