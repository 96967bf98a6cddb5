/** The marks panel: the selected mark above, the list of all below; and whose marks cannot be seen yet. */
import { html, render } from "lit";
import type { Blind } from "../model/boot";
import { t } from "../model/words";
import { icon } from "../parts/icons";
import { MarkDetail } from "./mark_detail";
import { MarkList } from "./mark_list";
import type { Panel, PanelHost } from "./registry";

const HIDDEN: Readonly<Record<Exclude<Blind, "">, () => string>> = {
  until_finished: () => t("The marks of others are hidden until you finish reading."),
  until_revealed: () => t("You have finished reading. The marks of others stay hidden until you choose to see them."),
  until_all_finished: () => t("The marks of others are hidden until everybody who has begun this document has finished."),
  always: () => t("The marks of others are hidden in this project."),
  for_viewers: () => t("Viewers see the marks that an adjudicator has settled, and no others."),
};

export interface MarksPanel extends Panel {
  readonly detail: MarkDetail;
  readonly list: MarkList;
}

export function marksPanel(host: PanelHost): MarksPanel {
  const element = document.createElement("div");
  element.className = "ws-panel ws-panel--marks";
  const detail = new MarkDetail();
  detail.host = host;
  const list = new MarkList();
  list.host = host;
  const notice = document.createElement("div");
  const tellBlindness = (): void => {
    const { blind } = host.workspace.boot;
    const { reading, boot } = host.workspace;
    const see = html`<button type="button" class="button button--s" @click=${() => host.seeOthers()}>
      ${icon("eye")} ${t("See the work of others")}
    </button>`;
    const goOn = html`<button
      type="button"
      class="button button--quiet button--s"
      @click=${() => void reading.attempt(() => reading.resume())}
    >
      ${icon("undo")} ${t("Go on reading")}
    </button>`;
    const told = html`<p class="ws-blind">${icon("eyeOff")} ${blind ? HIDDEN[blind]() : ""}</p>`;
    const acts = boot.may.resume ? html`<p class="cluster ws-blind__acts">${blind === "until_revealed" ? see : ""} ${goOn}</p>` : "";
    render(blind ? html`${told}${acts}` : html``, notice);
  };
  host.workspace.on("reading", tellBlindness);
  tellBlindness();
  element.append(detail, list, notice);
  return { element, detail, list, shown: () => list.requestUpdate() };
}
