/**
 * Files that pages ask for by name beside the bundles: the script that sets the theme before the first paint, the
 * favicon, Lucide's icons as one JSON file for the templates, and the palette of label colours for Python.
 */
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin } from "vite";

const here = import.meta.dirname;

/** Icon name → what stands inside its <svg>, with the names that Lucide keeps for icons it has renamed. */
function iconShapes(): string {
  const folder = resolve(here, "node_modules/lucide-static/icons");
  const shapes: Record<string, string> = {};
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".svg"))) {
    const inner = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(readFileSync(resolve(folder, file), "utf8"))?.[1] ?? "";
    shapes[file.slice(0, -".svg".length)] = inner.trim().replace(/\s*\n\s*/g, "").replaceAll(" />", "/>");
  }
  return JSON.stringify(shapes);
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
