/**
 * An operation is one change on its way to the server. Its key is the `Idempotency-Key` of its request: however often it is
 * sent, it happens once.
 */
import type { Link } from "../../engine/links";
import type { Attributes, Fragment, Mark } from "../../engine/marks";
import type { Problem, Request } from "../model/api";
import type { About } from "../model/talk";

export type MarkKind = "create" | "update" | "delete" | "restore";
/** Several changes of marks that are one: all are made or none, by one request. */
export type Steps = "steps";
export type CommentKind = "comment" | "comment.change" | "comment.delete" | "comment.restore" | "thread.resolve" | "thread.reopen";
export type RelationKind = "relate" | "relation.delete" | "relation.restore";
export type Kind = MarkKind | Steps | RelationKind | CommentKind;

export interface CreateBody {
  readonly id: string;
  readonly label: string;
  readonly fragments: readonly Fragment[];
  readonly exact: string;
  readonly revision: string;
  readonly note?: string;
  readonly attributes?: Attributes;
}

export interface UpdateBody {
  readonly label?: string;
  readonly fragments?: readonly Fragment[];
  readonly exact?: string;
  readonly note?: string;
  readonly attributes?: Attributes;
  readonly revision?: string;
}

export interface CommentBody {
  readonly id?: string;
  readonly text?: string;
  readonly open?: boolean;
}

export interface MarkStep {
  readonly kind: MarkKind;
  readonly annotation: string;
  readonly body: CreateBody | UpdateBody | null;
  readonly base: number;
  /** What is restored, for pages that are opened while it is on its way; it is not sent. */
  readonly mark?: Mark;
}

/** What stands for the mark in an operation of several steps, so that all of these are found under one name. */
export const SEVERAL = "several";

export interface Operation {
  readonly key: string;
  readonly participant: string;
  readonly document: string;
  /** The mark, comment or thread that is changed (changes of one leave in order), or `SEVERAL`. */
  readonly annotation: string;
  readonly kind: Kind;
  readonly body: CreateBody | UpdateBody | Link | CommentBody | null;
  readonly mark?: Mark;
  /** The changes of an operation of several. */
  readonly steps?: readonly MarkStep[];
  /** The relation that is made or restored. */
  readonly link?: Link;
  /** What a new comment is about. */
  readonly about?: { readonly kind: About; readonly id: string };
  /** The version the change was made against; moved on when an earlier change of the same mark is acknowledged. */
  readonly base: number;
  /** For people: what was done, and to which words. */
  readonly title: string;
  readonly state: "waiting" | "conflict" | "failed";
  readonly problem?: Problem;
}

/** Each change of an operation by itself. */
export function partsOf(operation: Operation): readonly Operation[] {
  const { steps, ...rest } = operation;
  return steps ? steps.map((step) => ({ ...rest, ...step })) : [operation];
}

/** The marks, comments or threads that an operation changes. */
export function touchedBy(operation: Operation): string[] {
  return operation.steps ? operation.steps.map(({ annotation }) => annotation) : [operation.annotation];
}

/** What has to be there before the operation can be sent: what it changes, and the marks that it relates. */
export function needs(operation: Operation): string[] {
  const { link } = operation;
  return link ? [operation.annotation, link.source, link.target] : touchedBy(operation);
}

/** The operation with the versions that are known now; `least` keeps a later one that it was made against. */
export function rebased(operation: Operation, versions: ReadonlyMap<string, number>, least = false): Operation {
  const move = <T extends MarkStep | Operation>(one: T): T => {
    const known = versions.get(one.annotation);
    return known === undefined ? one : { ...one, base: least ? Math.max(one.base, known) : known };
  };
  return operation.steps ? { ...operation, steps: operation.steps.map(move) } : move(operation);
}

/**
 * A refused operation against what the server holds now; null where nothing is left to do, because what was to be deleted is
 * gone.
 */
export function againstNow(operation: Operation): Operation | null {
  const { current, index, status } = operation.problem ?? {};
  if (!operation.steps) return current ? { ...operation, base: current.version } : operation;
  const failed = index === undefined ? undefined : operation.steps[index];
  if (!failed) return operation;
  const gone = current ? current.deleted_at !== null : status === 404 || status === 410;
  const steps =
    failed.kind === "delete" && gone
      ? operation.steps.filter((step) => step !== failed)
      : operation.steps.map((step) => (step === failed && current ? { ...step, base: current.version } : step));
  return steps.length ? { ...operation, steps } : null;
}

function stepOf({ kind, annotation, body, base }: MarkStep): unknown {
  if (kind === "create") return { op: "create", ...body };
  return { op: kind === "update" ? "change" : kind, annotation, version: base, ...body };
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
    case "steps":
      return {
        method: "POST",
        path: `/documents/${operation.document}/annotations/steps`,
        body: operation.steps!.map(stepOf),
        headers: key,
      };
    case "update":
      return { method: "PATCH", path, body: operation.body, headers: versioned };
    case "delete":
      return { method: "DELETE", path, headers: versioned };
    case "restore":
      return { method: "POST", path: `${path}/restore`, headers: versioned };
    case "relate":
      return { method: "POST", path: `/documents/${operation.document}/relations`, body: operation.body, headers: key };
    case "relation.delete":
      return { method: "DELETE", path: `/relations/${operation.annotation}`, headers: versioned };
    case "relation.restore":
      return { method: "POST", path: `/relations/${operation.annotation}/restore`, headers: versioned };
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
  return kind === "steps" || kind === "create" || kind === "update" || kind === "delete" || kind === "restore";
}

/** The version a mark or comment has once the operation is acknowledged. A deletion answers without a body; it makes one version. */
export function versionAfter(operation: Operation, answer: { readonly version?: number } | undefined): number {
  return answer?.version ?? operation.base + 1;
}
