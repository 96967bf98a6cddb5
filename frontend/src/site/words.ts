/**
 * Words shown to people go through `t`, as they go through gettext on the server. Django's JavaScript catalogue provides
 * `gettext` and `ngettext` where the page loads it; without one the English text stands.
 */
type Values = Readonly<Record<string, string | number>>;

interface Catalogue {
  gettext?: (message: string) => string;
  ngettext?: (one: string, many: string, count: number) => string;
}

const catalogue = globalThis as Catalogue;

function fill(message: string, values: Values): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export function t(message: string, values: Values = {}): string {
  return fill(catalogue.gettext?.(message) ?? message, values);
}

/** One or many: `tn("{count} row", "{count} rows", 3)`. */
export function tn(one: string, many: string, count: number, values: Values = {}): string {
  const chosen = catalogue.ngettext?.(one, many, count) ?? (count === 1 ? one : many);
  return fill(chosen, { count: new Intl.NumberFormat(language()).format(count), ...values });
}

export function language(): string {
  return document.documentElement.lang || "en";
}
