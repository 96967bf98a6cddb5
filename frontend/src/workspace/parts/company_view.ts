/** The discs of those who read the same document: who they are, and with a press where they are. */
import { html, nothing, type TemplateResult } from "lit";
import type { Company, Reader } from "../model/company";
import { t, tn } from "../model/words";
import { avatar } from "./avatar";
import { LightElement } from "./light_element";

const SHOWN = 3;

export class CompanyView extends LightElement {
  goTo: (offset: number) => void = () => undefined;
  #company: Company | null = null;

  constructor() {
    super();
    this.className = "ws-company";
  }

  set company(company: Company) {
    this.#company = company;
    company.on("changed", () => this.requestUpdate());
    this.requestUpdate();
  }

  protected override render(): TemplateResult | typeof nothing {
    const readers = this.#company?.readers ?? [];
    if (readers.length === 0) return nothing;
    const more = readers.slice(SHOWN).map((reader) => reader.participant.name);
    return html`<ul class="ws-company__list" aria-label=${t("Reading this too")}>
      ${readers.slice(0, SHOWN).map((reader) => html`<li>${this.#disc(reader)}</li>`)}
      ${more.length
        ? html`<li class="ws-company__more" title=${more.join(", ")}>
            <span aria-hidden="true">+${more.length}</span>
            <span class="visually-hidden">${tn("and {count} more", "and {count} more", more.length)}</span>
          </li>`
        : nothing}
    </ul>`;
  }

  #disc({ participant: { name }, start }: Reader): TemplateResult {
    const title = t("{name} reads this too: go to where", { name });
    return html`<button
      type="button"
      class="ws-company__reader"
      aria-label=${title}
      title=${title}
      @click=${() => this.goTo(start ?? 0)}
    >
      ${avatar(name)}
    </button>`;
  }
}

customElements.define("ws-company", CompanyView);
