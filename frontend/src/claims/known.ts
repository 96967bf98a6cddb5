/** What the panel has from the server: the words of the domain, addresses, claims as the API gives them, and refusals. */
import { html, type TemplateResult } from "lit";
import { describeProblem, refusalOf } from "../workspace/model/api";
import { t } from "../workspace/model/words";

export type Choice = readonly [value: string, label: string];

export interface Known {
  readonly kinds: readonly Choice[];
  readonly stances: readonly Choice[];
  readonly states: readonly Choice[];
  /** The page for a new claim; marks follow as `annotation=`. */
  readonly page: string;
  /** The pages of claims; an id goes at the end. */
  readonly claims: string;
}

export interface Claim {
  readonly id: string;
  readonly statement: string;
  readonly state: string;
  readonly evidence: readonly { readonly annotation: string | null }[];
}

export const restsOn = (claim: Claim, mark: string): boolean => claim.evidence.some(({ annotation }) => annotation === mark);

export function options(choices: readonly Choice[], chosen: string): TemplateResult[] {
  return choices.map(([value, label]) => html`<option value=${value} ?selected=${value === chosen}>${label}</option>`);
}

/** A failure whose message is what a person is told. */
export class Explained extends Error {}

/** What a person is told of a request that failed. */
export function said(error: unknown): string {
  const problem = refusalOf(error);
  if (problem) return describeProblem(problem);
  if (error instanceof Explained) return error.message;
  return t("The server cannot be reached. What you wrote stays here; try again in a moment.");
}
