/** The marks panel: the selected mark above, the list of all below; and whose marks cannot be seen yet. */
import { html, render } from "lit";
import { t } from "../model/words";
import { icon } from "../parts/icons";
import { MarkDetail } from "./mark_detail";
import { MarkList } from "./mark_list";
import type { Panel, PanelHost } from "./registry";

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
    const { project, reading } = host.workspace.boot;
    const hidden = project.marks_blind === "always" || (project.marks_blind === "until_finished" && reading.state !== "finished");
    const words =
      project.marks_blind === "always"
        ? t("The marks of others are hidden in this project.")
        : t("The marks of others are hidden until you finish reading.");
    render(hidden ? html`<p class="ws-blind">${icon("eyeOff")} ${words}</p>` : html``, notice);
  };
  host.workspace.on("reading", tellBlindness);
  tellBlindness();
  element.append(detail, list, notice);
  return { element, detail, list, shown: () => list.requestUpdate() };
}
