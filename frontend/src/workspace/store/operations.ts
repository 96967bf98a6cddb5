/**
 * An operation is one change on its way to the server. Its key is the `Idempotency-Key` of its request: however often it is
 * sent, it happens once.
 */
import type { Fragment } from "../../engine/marks";
import type { Annotation, Problem, Request } from "../model/api";

export type Kind = "create" | "update" | "delete" | "restore";

export interface CreateBody {
  readonly id: string;
  readonly label: string;
  readonly fragments: readonly Fragment[];
  readonly exact: string;
  readonly revision: string;
  readonly note?: string;
}

export interface UpdateBody {
  readonly label?: string;
  readonly fragments?: readonly Fragment[];
  readonly exact?: string;
  readonly note?: string;
  readonly revision?: string;
}

export interface Operation {
  readonly key: string;
  readonly participant: string;
  readonly document: string;
  readonly annotation: string;
  readonly kind: Kind;
  readonly body: CreateBody | UpdateBody | null;
  /** The version the change was made against; moved on when an earlier change of the same mark is acknowledged. */
  readonly base: number;
  /** For people: what was done, and to which words. */
  readonly title: string;
  readonly state: "waiting" | "conflict" | "failed";
  readonly problem?: Problem;
}

export function requestOf(operation: Operation): Request {
  const path = `/annotations/${operation.annotation}`;
  const key = { "Idempotency-Key": operation.key };
  const versioned = { ...key, "If-Match": `"${operation.base}"` };
  switch (operation.kind) {
    case "create":
      return {
        method: "POST",
        path: `/documents/${operation.document}/annotations`,
        body: operation.body,
        headers: key,
      };
    case "update":
      return { method: "PATCH", path, body: operation.body, headers: versioned };
    case "delete":
      return { method: "DELETE", path, headers: versioned };
    case "restore":
      return { method: "POST", path: `${path}/restore`, headers: versioned };
  }
}

/** The version a mark has once the operation is acknowledged. A deletion answers without a body; it makes one version. */
export function versionAfter(operation: Operation, answer: Annotation | undefined): number {
  return answer?.version ?? operation.base + 1;
}
