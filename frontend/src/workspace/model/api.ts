/** Requests to the server, and the shape of what it answers. */
import type { Attributes, Fragment, MarkAuthor } from "../../engine/marks";

export interface Annotation {
  readonly id: string;
  readonly document: string;
  readonly revision: string;
  readonly label: string;
  readonly author: MarkAuthor | null;
  readonly layer: string | number;
  readonly version: number;
  readonly fragments: readonly Fragment[];
  readonly exact?: string;
  readonly note: string;
  readonly attributes?: Attributes;
  readonly deleted_at: string | null;
}

/** RFC 9457, with the fields this product adds. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors?: Readonly<Record<string, readonly string[]>>;
  readonly current?: Annotation;
  /** Which of a list is meant. */
  readonly index?: number;
  readonly expected?: string;
  readonly found?: string;
}

export class Refused extends Error {
  constructor(
    readonly problem: Problem,
    readonly retryAfter: number | null = null,
  ) {
    super(problem.detail || problem.title);
  }

  get status(): number {
    return this.problem.status;
  }
}

/** What the server said where it refused; null for any other failure. Known by its shape: a panel's bundle has a class of its own. */
export function refusalOf(error: unknown): Problem | null {
  return error instanceof Error && "problem" in error ? (error.problem as Problem) : null;
}

/** What a person is told about a refusal: the sentence of the server, and the fields it names. */
export function describeProblem(problem: Problem): string {
  const fields = Object.entries(problem.errors ?? {}).map(([field, words]) => `${field}: ${words.join(" ")}`);
  return [problem.detail || problem.title, ...fields].filter(Boolean).join(" · ");
}

export interface Request {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** It is sent although the page is left. */
  readonly keepalive?: boolean;
}

async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text();
  try {
    const data = JSON.parse(text) as Partial<Problem>;
    return { ...data, status: response.status, title: data.title ?? response.statusText, detail: data.detail ?? "" };
  } catch {
    return { status: response.status, title: response.statusText || `HTTP ${response.status}`, detail: "" };
  }
}

export class Api {
  constructor(
    public csrf: string,
    readonly base: string = "/api/v1",
  ) {}

  /** Rejects with `Refused` where the server said no, and with the network's own error where it was not reached. */
  async send<T>({ method, path, body, headers, keepalive }: Request): Promise<T> {
    const sent: Record<string, string> = { Accept: "application/json", ...headers };
    if (method !== "GET") sent["X-CSRFToken"] = this.csrf;
    if (body !== undefined) sent["Content-Type"] = "application/json";
    const response = await fetch(`${this.base}${path}`, {
      method,
      headers: sent,
      credentials: "same-origin",
      redirect: "error",
      ...(keepalive ? { keepalive } : {}),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) {
      const after = Number(response.headers.get("Retry-After"));
      throw new Refused(await problemOf(response), Number.isFinite(after) && after > 0 ? after * 1000 : null);
    }
    if (response.status === 204) return undefined as T;
    return (await response.json()) as T;
  }

  get<T>(path: string): Promise<T> {
    return this.send<T>({ method: "GET", path });
  }
}
