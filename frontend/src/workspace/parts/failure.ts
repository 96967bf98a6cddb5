/** The page where the document could not be opened: what is wrong, and what to do. */
import { html, render } from "lit";
import { describeProblem, Refused } from "../model/api";
import { t } from "../model/words";

export function showFailure(root: HTMLElement, error: unknown): void {
  const words =
    error instanceof Refused
      ? describeProblem(error.problem)
      : t("The server cannot be reached. What you did before is kept in this browser.");
  render(
    html`<div class="empty" role="alert">
      <p class="empty__title">${t("This document could not be opened")}</p>
      <p class="empty__text">${words}</p>
      <p class="empty__action">
        <button type="button" class="button button--primary" @click=${() => location.reload()}>${t("Try again")}</button>
      </p>
    </div>`,
    root,
  );
}
