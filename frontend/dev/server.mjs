/**
 * A small stand-in for the server: pages and the part of the API the workspace uses, in memory. For developing the workspace
 * and for measuring it alone.
 *
 *   node dev/server.mjs [port]     then open /sample, or /made?chars=500000&marks=2000
 *
 * POST /dev/control {"status": 401 | 503 | 0} makes every API request answer with that status until it is 0 again;
 * {"touch": "<annotation id>"} changes a mark as somebody else.
 */
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, resolve } from "node:path";
import { makeMarks, makeText, sampleText } from "./texts.mjs";

const dist = resolve(import.meta.dirname, "../dist");
const port = Number(process.argv[2] ?? 8123);
const TYPES = { ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml" };
const ME = { id: "me", name: "Ada Writer" };
const OTHER = { id: "other", name: "Ben Reader" };

const LABELS = [
  ["Claim", null, "#b45309", "c", "Something said to be so, that could be shown or refuted."],
  ["Quantity", "Claim", "#0e7490", "q", "A number with a unit and a date."],
  ["Prediction", "Claim", "#7c3aed", "p", ""],
  ["Source", null, "#15803d", "s", "Who is said to have said it."],
  ["Named expert", "Source", "#be123c", "x", "A person called an expert, with a name."],
  ["Altered quote", null, "#1d4ed8", "a", "Words in quotation marks that differ from where they were said."],
  ["Doubt", null, "#a16207", "d", ""],
  ["Omission", null, "#db2777", "o", ""],
].map(([name, parent, colour, shortcut, definition], position) => ({ name, parent, colour, shortcut, definition, position }));
const idOf = (name) => `label-${name.toLowerCase().replaceAll(" ", "-")}`;
const labels = LABELS.map((label) => ({
  ...label,
  id: idOf(label.name),
  parent: label.parent && idOf(label.parent),
  path: label.parent ? `${label.parent}/${label.name}` : label.name,
  archived: false,
}));

const documents = new Map();
const control = { status: 0 };
const listeners = new Set();
let events = 1;

function open(key) {
  let found = documents.get(key);
  if (found) return found;
  const made = key.match(/^made-(\d+)-(\d+)$/);
  const text = made ? makeText(Number(made[1])) : sampleText();
  const columns = makeMarks(text.length, made ? Number(made[2]) : 0, labels.map(({ id }) => id), [ME, OTHER]);
  found = { key, text, columns, rows: new Map(), results: new Map(), state: "open" };
  if (!made) {
    const plain = [...text.text].join("");
    const at = (words) => plain.indexOf(words);
    [["the river had carried 40 % less water since 2019", "Claim", 0], ["40 % less water", "Quantity", 0], ["two engineers at the station in Fennmark", "Source", 1], ["engineers", "Doubt", 2], ["“We read the gauge every morning,”", "Altered quote", 0], ["Tomas Ivar", "Named expert", 1]].forEach(([words, label, layer], number) => {
      const id = `01890000-0000-7000-8000-00000000000${number}`;
      const start = at(words);
      found.rows.set(id, { id, label: idOf(label), author: layer === 0 ? ME : OTHER, layer: ["person", "gold", "machine"][layer], version: 1, fragments: [[start, start + words.length]], note: number === 0 ? "Compare with the log" : "", deleted_at: null });
    });
  }
  documents.set(key, found);
  return found;
}

function columnsOf(document) {
  if (document.columns.ids.length) return document.columns;
  const rows = [...document.rows.values()].filter((row) => !row.deleted_at);
  const more = {};
  const notes = {};
  rows.forEach((row, at) => {
    if (row.fragments.length > 1) more[at] = row.fragments.slice(1);
    if (row.note) notes[at] = row.note;
  });
  return {
    revision: document.key,
    event: events,
    labels: labels.map(({ id }) => id),
    authors: [ME, OTHER],
    ids: rows.map(({ id }) => id),
    label: rows.map((row) => labels.findIndex(({ id }) => id === row.label)),
    author: rows.map((row) => (row.author.id === ME.id ? 0 : 1)),
    layer: rows.map((row) => ["person", "gold", "machine"].indexOf(row.layer)),
    version: rows.map(({ version }) => version),
    start: rows.map(({ fragments }) => fragments[0][0]),
    end: rows.map(({ fragments }) => fragments[0][1]),
    more,
    notes,
  };
}

function page(document) {
  const boot = {
    project: { slug: "orlen", name: "Orlen valley", marks_blind: "until_finished" },
    document: { id: document.key, title: "The water of the Orlen valley", tlp: "amber", status: "open", record: { authors: ["Tomas Ivar"], publisher: "Orlen Courier", published: "2024-04", url: "", file_name: "orlen.txt" } },
    revision: { id: document.key, number: 1, length: document.text.length, sha256: "", sections: [] },
    me: { participant: ME.id, user: ME.id, name: ME.name, roles: ["annotator"] },
    reading: { state: document.state },
    may: { annotate: true, finish: true },
    previous: null,
    next: "made-50000-200",
    event: events,
    csrf: "token",
    panels: [],
    actions: [],
    labels,
  };
  const json = JSON.stringify(boot).replaceAll("<", "\\u003c");
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Workspace</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/dist/site.css"><link rel="stylesheet" href="/dist/workspace.css">
<script type="application/json" id="workspace-boot">${json}</script>
<script type="module" src="/dist/workspace.js"></script></head>
<body><main id="workspace" class="page page--fill"></main></body></html>`;
}

function send(response, status, body, headers = {}) {
  const json = status >= 400 ? "application/problem+json" : "application/json";
  response.writeHead(status, { "Content-Type": json, ...headers });
  response.end(body === undefined ? "" : JSON.stringify(body));
}

const problem = (status, title, more = {}) => ({ type: "about:blank", title, status, detail: title, ...more });

function announce(document, row, kind, actor) {
  events++;
  const after = { id: row.id, document: document.key, revision: document.key, label: row.label, author: row.author.id, layer: row.layer, version: row.version, fragments: row.fragments, note: row.note, deleted: Boolean(row.deleted_at) };
  const data = JSON.stringify({ number: events, kind: `annotation.${kind}`, actor, document: document.key, subject: row.id, before: null, after });
  for (const listener of listeners) listener.write(`id: ${events}\nevent: change\ndata: ${data}\n\n`);
}

const answerOf = (document, row) => ({ ...row, document: document.key, revision: document.key });

function write(document, request, id, body, response) {
  const key = request.headers["idempotency-key"];
  const stored = document.results.get(key);
  if (stored) return send(response, ...stored);
  const done = (status, answer) => {
    document.results.set(key, [status, answer]);
    send(response, status, answer);
  };
  if (request.method === "POST" && !id) {
    const fragments = body.fragments ?? [[body.start, body.end]];
    const found = [...document.text.sections.map(({ text }) => text).join("")].slice(...fragments[0]).join("");
    if (fragments.length === 1 && body.exact !== found) {
      return send(response, 409, problem(409, "These are not the words at that place", { expected: body.exact, found }));
    }
    const row = { id: body.id, label: body.label, author: ME, layer: "person", version: 1, fragments, note: body.note ?? "", deleted_at: null };
    document.rows.set(row.id, row);
    announce(document, row, "created", ME);
    return done(201, answerOf(document, row));
  }
  const row = document.rows.get(id);
  if (!row) return send(response, 404, problem(404, "There is no such mark"));
  if (request.headers["if-match"] !== `"${row.version}"`) {
    return send(response, 409, problem(409, "Somebody else changed this mark", { current: answerOf(document, row) }));
  }
  row.version++;
  if (request.method === "DELETE") {
    row.deleted_at = new Date().toISOString();
    announce(document, row, "deleted", ME);
    return done(204);
  }
  if (request.url.endsWith("/restore")) row.deleted_at = null;
  else {
    if (body.label) row.label = body.label;
    if (body.fragments) row.fragments = body.fragments;
    if (body.start !== undefined) row.fragments = [[body.start, body.end]];
    if (body.note !== undefined) row.note = body.note;
  }
  announce(document, row, "updated", ME);
  return done(200, answerOf(document, row));
}

async function bodyOf(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text ? JSON.parse(text) : {};
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://x");
  response.setHeader("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; img-src 'self'");
  if (url.pathname.startsWith("/dist/")) {
    const file = join(dist, url.pathname.slice(6));
    if (!file.startsWith(dist) || !existsSync(file)) return send(response, 404);
    response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" });
    return createReadStream(file).pipe(response);
  }
  if (url.pathname === "/dev/control") {
    const body = await bodyOf(request);
    if (body.status !== undefined) control.status = body.status;
    if (body.touch) {
      for (const document of documents.values()) {
        const row = document.rows.get(body.touch);
        if (!row) continue;
        Object.assign(row, { version: row.version + 1, label: body.label ?? idOf("Omission"), note: body.note ?? "changed elsewhere" });
        if (!body.quiet) announce(document, row, "updated", OTHER);
      }
    }
    if (body.read) return send(response, 200, [...open(body.read).rows.values()]);
    return send(response, 200, {});
  }
  const [, api, , kind, id, what] = url.pathname.split("/");
  if (api !== "api") {
    const key = url.pathname === "/made" ? `made-${url.searchParams.get("chars")}-${url.searchParams.get("marks")}` : "sample";
    if (control.status === 401) return send(response, 403);
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
    return response.end(page(open(key)));
  }
  if (control.status) return send(response, control.status, problem(control.status, "Made up for development"));
  if (kind === "projects") {
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    response.write(": hello\n\n");
    listeners.add(response);
    return request.on("close", () => listeners.delete(response));
  }
  if (kind === "revisions") return send(response, 200, { revision: id, length: open(id).text.length, sections: open(id).text.sections });
  if (kind === "documents" && what === "marks") return send(response, 200, columnsOf(open(id)));
  if (kind === "documents" && what === "finish") {
    open(id).state = "finished";
    return send(response, 200, { state: "finished" });
  }
  const body = await bodyOf(request);
  if (kind === "documents" && what === "annotations") return write(open(id), request, null, body, response);
  const owner = [...documents.values()].find((document) => document.rows.has(id)) ?? open("sample");
  return write(owner, request, id, body, response);
});

server.listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}/sample`));
