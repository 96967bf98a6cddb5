/** Icons of the one set this product uses (Lucide), put into the bundle when it is built. */
import { html, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import check from "lucide-static/icons/check.svg?raw";
import chevronDown from "lucide-static/icons/chevron-down.svg?raw";
import chevronLeft from "lucide-static/icons/chevron-left.svg?raw";
import chevronRight from "lucide-static/icons/chevron-right.svg?raw";
import chevronUp from "lucide-static/icons/chevron-up.svg?raw";
import circleAlert from "lucide-static/icons/circle-alert.svg?raw";
import cloudOff from "lucide-static/icons/cloud-off.svg?raw";
import compare from "lucide-static/icons/git-compare.svg?raw";
import eye from "lucide-static/icons/eye.svg?raw";
import eyeOff from "lucide-static/icons/eye-off.svg?raw";
import history from "lucide-static/icons/history.svg?raw";
import info from "lucide-static/icons/info.svg?raw";
import keyboard from "lucide-static/icons/keyboard.svg?raw";
import link from "lucide-static/icons/spline.svg?raw";
import swap from "lucide-static/icons/arrow-right-left.svg?raw";
import letters from "lucide-static/icons/a-large-small.svg?raw";
import loader from "lucide-static/icons/loader-circle.svg?raw";
import lock from "lucide-static/icons/lock.svg?raw";
import message from "lucide-static/icons/message-square.svg?raw";
import moveHorizontal from "lucide-static/icons/move-horizontal.svg?raw";
import outline from "lucide-static/icons/panel-left.svg?raw";
import panel from "lucide-static/icons/panel-right.svg?raw";
import plus from "lucide-static/icons/plus.svg?raw";
import redo from "lucide-static/icons/redo-2.svg?raw";
import scale from "lucide-static/icons/scale.svg?raw";
import search from "lucide-static/icons/search.svg?raw";
import tag from "lucide-static/icons/tag.svg?raw";
import trash from "lucide-static/icons/trash-2.svg?raw";
import undo from "lucide-static/icons/undo-2.svg?raw";
import warning from "lucide-static/icons/triangle-alert.svg?raw";
import x from "lucide-static/icons/x.svg?raw";

const ICONS = {
  check,
  chevronDown,
  chevronLeft,
  chevronRight,
  chevronUp,
  circleAlert,
  cloudOff,
  compare,
  eye,
  eyeOff,
  history,
  info,
  keyboard,
  letters,
  link,
  swap,
  loader,
  lock,
  message,
  moveHorizontal,
  outline,
  panel,
  plus,
  redo,
  scale,
  search,
  tag,
  trash,
  undo,
  warning,
  x,
} as const;

export type IconName = keyof typeof ICONS;

/** The drawing alone, without the licence comment and with the class the style sheet sizes icons by. */
function prepared(source: string, extra: string): string {
  const drawing = source.slice(source.indexOf("<svg"));
  return drawing.replace(/class="[^"]*"/, `class="icon ${extra}" aria-hidden="true" focusable="false"`);
}

export function icon(name: IconName, extra = ""): TemplateResult {
  return html`${unsafeHTML(prepared(ICONS[name], extra))}`;
}
