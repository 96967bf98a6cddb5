import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Api, Request } from "./api";
import { Company, type Reader } from "./company";

const reader = (id: string, name: string, start: number | null, document = "d"): Reader => ({
  document,
  participant: { id, name },
  start,
});

class Server {
  readonly asked: Request[] = [];
  results: Reader[] = [];
  away = false;

  async send(request: Request): Promise<unknown> {
    this.asked.push(request);
    if (this.away) throw new TypeError("no network");
    return { results: this.results };
  }
}

let server: Server;
let company: Company;
let place = 0;

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  place = 0;
  company = new Company(server as unknown as Api, "d", () => place, () => true);
});

afterEach(() => vi.useRealTimers());

test("a sign of life says where one reads and brings whoever else does, by name", async () => {
  server.results = [reader("2", "Tal", 9), reader("1", "Mira", 4)];
  place = 7;
  await company.renew();
  expect(server.asked).toEqual([{ method: "PUT", path: "/documents/d/presence", body: { start: 7 } }]);
  expect(company.readers.map((one) => one.participant.name)).toEqual(["Mira", "Tal"]);
});

test("signs of life go on by themselves, and without an answer nobody is there", async () => {
  server.results = [reader("1", "Mira", 4)];
  await company.renew();
  server.away = true;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(server.asked.length).toBe(2);
  expect(company.readers).toEqual([]);
});

test("scrolling is told once it rests a while, and not where one is still at the same place", async () => {
  await company.renew();
  company.moved();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(server.asked.length).toBe(1);
  place = 50;
  for (let n = 0; n < 20; n++) company.moved();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(server.asked.slice(1)).toEqual([{ method: "PUT", path: "/documents/d/presence", body: { start: 50 } }]);
});

test("the feed says who comes, moves and leaves, here and not in other documents", () => {
  const changed = vi.fn();
  company.on("changed", changed);
  company.heard(reader("1", "Mira", 4));
  company.heard(reader("1", "Mira", 8));
  company.heard(reader("2", "Tal", 1, "elsewhere"));
  expect(company.readers).toEqual([reader("1", "Mira", 8)]);
  company.heard(reader("1", "Mira", null));
  expect(company.readers).toEqual([]);
  expect(changed).toHaveBeenCalledTimes(3);
});
