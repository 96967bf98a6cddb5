/** Initials on a disc whose tint stays with the name, as the pages of the site show people. */
import { html, type TemplateResult } from "lit";

const TINTS = 6;

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** Which of the tints a name has. */
export function tintOf(name: string): number {
  return crc32(new TextEncoder().encode(name.trim() || "?")) % TINTS;
}

export function avatar(name: string): TemplateResult {
  const text = name.trim() || "?";
  const parts = text.split(/[\s._@-]+/u).filter(Boolean);
  const first = (part: string): string => [...part][0] ?? "";
  const initials = parts.length > 1 ? first(parts[0]!) + first(parts.at(-1)!) : [...text].slice(0, 2).join("");
  return html`<span class="avatar avatar--${tintOf(name)}" aria-hidden="true">${initials}</span>`;
}
