/**
 * An operation is one change on its way to the server. Its key is the `Idempotency-Key` of its request: however often it is
 * sent, it happens once.
 */
import type { Fragment } from "../../engine/marks";
import type { Problem, Request } from "../model/api";
import type { About } from "../model/talk";

export type MarkKind = "create" | "update" | "delete" | "restore";
export type CommentKind = "comment" | "comment.change" | "comment.delete" | "comment.restore" | "thread.resolve" | "thread.reopen";
export type Kind = MarkKind | CommentKind;

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

export interface CommentBody {
  readonly id?: string;
  readonly text?: string;
  readonly open?: boolean;
}

export interface Operation {
  readonly key: string;
  readonly participant: string;
  readonly document: string;
  /** The mark, comment or thread that is changed: changes of one leave in order. */
  readonly annotation: string;
  readonly kind: Kind;
  readonly body: CreateBody | UpdateBody | CommentBody | null;
  /** What a new comment is about. */
  readonly about?: { readonly kind: About; readonly id: string };
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
    case "comment": {
      const { kind, id } = operation.about!;
      return { method: "POST", path: `/${kind}s/${id}/comments`, body: operation.body, headers: key };
    }
    case "comment.change":
      return { method: "PATCH", path: `/comments/${operation.annotation}`, body: operation.body, headers: versioned };
    case "comment.delete":
      return { method: "DELETE", path: `/comments/${operation.annotation}`, headers: versioned };
    case "comment.restore":
      return { method: "POST", path: `/comments/${operation.annotation}/restore`, headers: versioned };
    case "thread.resolve":
    case "thread.reopen":
      return { method: "POST", path: `/threads/${operation.annotation}/${operation.kind.slice(7)}`, headers: key };
  }
}

export function isAboutMarks({ kind }: Operation): boolean {
  return kind === "create" || kind === "update" || kind === "delete" || kind === "restore";
}

/** The version a mark or comment has once the operation is acknowledged. A deletion answers without a body; it makes one version. */
export function versionAfter(operation: Operation, answer: { readonly version?: number } | undefined): number {
  return answer?.version ?? operation.base + 1;
}
