/**
 * Files that pages ask for by name beside the bundles: the script that sets the theme before the first paint, the
 * favicon, Lucide's icons as one JSON file for the templates, and the palette of label colours for Python.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin } from "vite";

type IconNode = [tag: string, attributes: Record<string, string>][];

const here = import.meta.dirname;

function iconShapes(): string {
  const file = resolve(here, "node_modules/lucide-static/icon-nodes.json");
  const nodes = JSON.parse(readFileSync(file, "utf8")) as Record<string, IconNode>;
  const shapes = Object.entries(nodes).map(([name, node]) => [
    name,
    node
      .map(([tag, attributes]) => {
        const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
        return `<${tag}${written.join("")}/>`;
      })
      .join(""),
  ]);
  return JSON.stringify(Object.fromEntries(shapes));
}

export function siteFiles(): Plugin {
  return {
    name: "site-files",
    generateBundle() {
      const emit = (fileName: string, source: string): void => void this.emitFile({ type: "asset", fileName, source });
      const copy = (fileName: string, path: string): void => emit(fileName, readFileSync(resolve(here, path), "utf8"));
      copy("theme.js", "src/site/theme-early.js");
      copy("favicon.svg", "src/site/favicon.svg");
      copy("label-colours.json", "src/styles/label-colours.json");
      emit("icons.json", iconShapes());
    },
  };
}
