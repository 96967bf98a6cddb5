/**
 * Draws the signs of a leaf (see `notes.ts`): each becomes an element around its own characters, inside the segments of
 * marks or without any. No character is added, so offsets and copies stay what they were.
 */
import type { Sign } from "../notes";
import type { TextIndex } from "../text_index";
import type { Leaf } from "./leaves";

const CLASSES: Readonly<Record<Sign["kind"], string>> = { call: "tx-call", note: "tx-call", hash: "tx-sign" };

function wrapped(sign: Sign): HTMLElement {
  const element = document.createElement("span");
  element.className = CLASSES[sign.kind];
  if (sign.target) element.setAttribute("role", "link");
  return element;
}

export function showSigns(index: TextIndex, leaf: Leaf): void {
  if (leaf.signs.length === 0 || !leaf.element) return;
  const base = index.toUnits(leaf.section, leaf.start);
  const walker = document.createTreeWalker(leaf.element, NodeFilter.SHOW_TEXT);
  const nodes: Text[] = [];
  while (walker.nextNode()) nodes.push(walker.currentNode as Text);
  let at = 0;
  for (const node of nodes) {
    let text = node;
    const end = at + node.data.length;
    for (const sign of leaf.signs) {
      const from = Math.max(at, index.toUnits(leaf.section, sign.start) - base);
      const to = Math.min(end, index.toUnits(leaf.section, sign.end) - base);
      if (to <= from) continue;
      const own = from > at ? text.splitText(from - at) : text;
      text = to < end ? own.splitText(to - from) : own;
      const element = wrapped(sign);
      own.replaceWith(element);
      element.append(own);
      at = to;
    }
    at = end;
  }
}
