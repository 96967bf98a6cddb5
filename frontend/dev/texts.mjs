/** Texts and marks made up for development and measuring: the same every time for the same size. */

function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

const WORDS =
  "the river valley council report water level station engineer said that flow had risen since spring while others doubted " +
  "whether the gauge was read at all because the log of the mill shows a gap of nine days and nobody could name the person " +
  "who signed for it in the margin with a pencil";
const VOCABULARY = WORDS.split(" ");
const SECTION = 8000;

function sentence(pick, target) {
  const words = [];
  let length = 0;
  while (length < target) {
    const word = VOCABULARY[Math.floor(pick() * VOCABULARY.length)];
    words.push(word);
    length += word.length + 1;
  }
  const text = words.join(" ");
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

/** Sections and blocks of about `size` characters, all of them in the basic plane. */
export function makeText(size, seed = 1) {
  const pick = random(seed);
  const sections = [];
  let start = 0;
  let text = "";
  let blocks = [];
  const close = () => {
    sections.push({ start, text, blocks });
    start += [...text].length;
    text = "";
    blocks = [];
  };
  let number = 0;
  while (start + text.length < size) {
    const heading = number % 12 === 0;
    const body = heading ? `Part ${number / 12 + 1}: ${sentence(pick, 24).slice(0, -1)}` : sentence(pick, 200 + pick() * 700);
    if (text.length + body.length + 2 > SECTION) close();
    const at = start + text.length;
    blocks.push([at, at + body.length, heading ? "heading" : "paragraph", heading ? { level: 2 } : null]);
    text += `${body}\n\n`;
    number++;
  }
  close();
  return { sections, length: start };
}

/** The marks endpoint's columns: `count` marks of 5 to 80 characters spread over the text. */
export function makeMarks(length, count, labels, authors, seed = 2) {
  const pick = random(seed);
  const rows = Array.from({ length: count }, () => {
    const start = Math.floor(pick() * Math.max(1, length - 90));
    return [start, start + 5 + Math.floor(pick() * 75)];
  }).sort((a, b) => a[0] - b[0]);
  const hex = (number) => number.toString(16).padStart(12, "0");
  return {
    revision: "r",
    event: 1,
    labels,
    authors,
    ids: rows.map((_, at) => `01890000-0000-7000-8000-${hex(at)}`),
    label: rows.map(() => Math.floor(pick() * labels.length)),
    author: rows.map(() => Math.floor(pick() * authors.length)),
    layer: rows.map(() => Math.floor(pick() * 3)),
    version: rows.map(() => 1),
    start: rows.map(([start]) => start),
    end: rows.map(([, end]) => end),
  };
}

/** A short text with every kind of block, astral characters, combining marks and right-to-left words. */
export function sampleText() {
  const blocks = [];
  let text = "";
  const length = () => [...text].length;
  const add = (kind, body, attributes = null) => {
    const start = length();
    text += body;
    blocks.push([start, length(), kind, attributes]);
    text += "\n\n";
  };
  add("heading", "The water of the Orlen valley", { level: 1 });
  add("byline", "By Mira Halden, 12 March");
  add(
    "paragraph",
    "The council of Orlen said on Tuesday that the river had carried 40 % less water since 2019, a figure that two engineers " +
      "at the station in Fennmark dispute. “We read the gauge every morning,” said Tomas Ivar, who has kept the log for eleven " +
      "years. The mill’s own book, seen by this paper, shows a gap of nine days in April.",
  );
  add("pull_quote", "“We read the gauge every morning, and nobody asked us.”");
  add("paragraph", "A message 👩‍👩‍👧‍👦 from the engineers 🇳🇴 read: cafe\u0301 at noon 🌊🌊. Then nothing more came.");
  add("paragraph", "قال المهندس إن مستوى الماء انخفض منذ الربيع، ولم يسأله أحد عن السبب.");
  add("heading", "What the gauges say", { level: 2 });
  const tableStart = length();
  const rows = [];
  const lines = [
    ["Station", "2019", "2024"],
    ["Fennmark", "312", "187"],
    ["Mill bridge", "298", "—"],
  ];
  lines.forEach((cells) => {
    const row = [];
    text += "| ";
    cells.forEach((cell, at) => {
      const start = length();
      text += cell;
      row.push([start, length()]);
      text += at === cells.length - 1 ? " |\n" : " | ";
    });
    rows.push(row);
  });
  text = text.slice(0, -1);
  blocks.push([tableStart, length(), "table", { rows, header: true }]);
  text += "\n\n";
  add("caption", "Flow in cubic metres a second, yearly mean.");
  add("list_item", "– The log of the station, volumes 3 to 7");
  add("list_item", "– Letters of the mill’s owner");
  for (let at = 0; at < 9; at++) add("paragraph", sentence(random(at + 9), 420));
  add("footnote", "1 The council’s figure counts the dry months only.");
  add("boilerplate", "© Orlen Courier. All rights reserved. Sign up for our newsletter.");
  return { sections: [{ start: 0, text, blocks }], length: length(), text };
}
