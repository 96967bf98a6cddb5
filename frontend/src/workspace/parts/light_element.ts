/** Components render into the page itself (no shadow root): one style sheet and one accessibility tree serve them all. */
import { LitElement } from "lit";

export class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
