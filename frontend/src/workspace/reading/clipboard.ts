/**
 * Copying gives the text of the revision, character by character: not the line breaks a browser would add between blocks, nor
 * lose inside a table.
 */
import type { ReadingView } from "../../engine/view/reading_view";

/** The part of the text a selection covers, even where it begins or ends outside the text. */
export function selectedText(view: ReadingView): string | null {
  const selection = document.getSelection();
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(view.surface)) return null;
  const start = view.points.offsetOf(range.startContainer, range.startOffset) ?? 0;
  const end = view.points.offsetOf(range.endContainer, range.endOffset) ?? view.index.length;
  const text = view.index.slice(start, end);
  return text === "" ? null : text;
}

export function copyExactly(view: ReadingView): () => void {
  const onCopy = (event: ClipboardEvent): void => {
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
    const text = selectedText(view);
    if (text === null || !event.clipboardData) return;
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
  };
  document.addEventListener("copy", onCopy);
  return () => document.removeEventListener("copy", onCopy);
}
