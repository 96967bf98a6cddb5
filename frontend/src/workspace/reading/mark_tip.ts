/**
 * What marks a place carries, in words: shown where the mouse rests on a mark, where a finger taps one, and where the
 * keyboard's caret stands in one.
 * Screen readers have the list of marks for this, so it is hidden from them.
 */
import { html, nothing, render } from "lit";
import { visibleBox, type ReadingView } from "../../engine/view/reading_view";
import type { DocumentState } from "../model/document_state";
import { t } from "../model/words";
import { labelChip } from "../parts/label_chip";

const RESTS = 350;
const SHOWN = 6;

export class MarkTip {
  readonly #view: ReadingView;
  readonly #state: DocumentState;
  readonly #tip: HTMLElement;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(view: ReadingView, state: DocumentState, layer: HTMLElement) {
    this.#view = view;
    this.#state = state;
    this.#tip = document.createElement("div");
    this.#tip.className = "ws-tip";
    this.#tip.setAttribute("aria-hidden", "true");
    this.#tip.hidden = true;
    layer.append(this.#tip);
    view.surface.addEventListener("pointerover", (event) => this.#over(event));
    view.surface.addEventListener("pointerleave", () => this.#hide());
    view.surface.addEventListener("pointerdown", () => this.#hide());
    view.surface.addEventListener("click", (event) => this.#tapped(event));
    view.surface.addEventListener("blur", () => this.#hide());
    view.surface.addEventListener("keyup", (event) => this.#atCaret(event));
    view.addEventListener("scrolled", () => this.#hide());
    state.on("marks", () => this.#hide());
  }

  #over(event: PointerEvent): void {
    this.#hide();
    if (event.pointerType === "touch" || event.buttons > 0 || !(event.target instanceof Element)) return;
    const span = event.target.closest<HTMLElement>("[data-annotation-ids]");
    if (!span) return;
    this.#timer = setTimeout(() => this.#show(span), RESTS);
  }

  #tapped(event: MouseEvent): void {
    if ((event as PointerEvent).pointerType !== "touch" || this.#view.selectedRange || !(event.target instanceof Element)) return;
    const span = event.target.closest<HTMLElement>("[data-annotation-ids]");
    if (span) this.#show(span);
  }

  #atCaret(event: KeyboardEvent): void {
    this.#hide();
    if (!event.key.startsWith("Arrow") || event.shiftKey) return;
    const selection = this.#view.selection;
    if (!selection || selection.anchor !== selection.focus) return;
    const node = this.#view.points.placeOf(selection.focus, 1)?.node.parentElement;
    const span = node?.closest<HTMLElement>("[data-annotation-ids]");
    if (span) this.#timer = setTimeout(() => this.#show(span), RESTS);
  }

  #hide(): void {
    clearTimeout(this.#timer);
    this.#tip.hidden = true;
  }

  #show(span: HTMLElement): void {
    const box = span.isConnected ? visibleBox(span.getClientRects()) : null;
    if (!box) return;
    const { marks, boot } = this.#state;
    const slots = (span.dataset["annotationIds"] ?? "").split(" ").flatMap((id) => marks.slotOf(id) ?? []);
    const author = (slot: number): string =>
      marks.isBy(slot, boot.me.participant) ? t("you") : marks.authorName(slot);
    render(
      html`${slots.slice(0, SHOWN).map(
        (slot) => html`<div class="ws-tip__mark">
          ${labelChip(this.#state, marks.label(slot), true)}<span class="ws-tip__by">${author(slot)}</span>
          ${marks.note(slot) ? html`<p class="ws-tip__note">${marks.note(slot)}</p>` : nothing}
        </div>`,
      )}
      ${slots.length > SHOWN ? html`<div class="ws-tip__by">${t("and {count} more", { count: slots.length - SHOWN })}</div>` : nothing}`,
      this.#tip,
    );
    this.#tip.hidden = false;
    const origin = (this.#tip.offsetParent ?? this.#view.surface).getBoundingClientRect();
    const frame = this.#view.scroller.getBoundingClientRect();
    const above = box.top - this.#tip.offsetHeight - 6;
    const top = above > frame.top ? above : box.bottom + 10;
    const most = origin.width - this.#tip.offsetWidth - 8;
    this.#tip.style.left = `${Math.max(8, Math.min(box.left - origin.left, most))}px`;
    this.#tip.style.top = `${top - origin.top}px`;
  }
}
