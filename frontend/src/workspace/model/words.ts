/**
 * Every word a person reads goes through here. Django's JavaScript catalogue provides `gettext` and `ngettext` where the
 * page loads it; without one the English text stands.
 */
interface Catalogue {
  gettext?: (message: string) => string;
  ngettext?: (singular: string, plural: string, count: number) => string;
}

export type Values = Readonly<Record<string, string | number>>;

const catalogue = globalThis as Catalogue;

function fill(message: string, values: Values | undefined): string {
  if (!values) return message;
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export function t(message: string, values?: Values): string {
  return fill(catalogue.gettext?.(message) ?? message, values);
}

export function tn(singular: string, plural: string, count: number, values?: Values): string {
  const chosen = catalogue.ngettext?.(singular, plural, count) ?? (count === 1 ? singular : plural);
  return fill(chosen, { count: count.toLocaleString(), ...values });
}
