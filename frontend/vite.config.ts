/**
 * Three self-contained bundles with fixed names, one `vite build --mode <name>` each: Django's static files storage puts the
 * hash into the name, and a bundle that imports no chunk needs no rewriting for that.
 *
 *   site       src/site/main.ts        → dist/site.js, dist/site.css            every page
 *   workspace  src/workspace/main.ts   → dist/workspace.js, dist/workspace.css  the annotation workspace
 *   claims     src/claims/main.ts      → dist/claims.js                         its panel of claims, loaded when it is opened
 */
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { siteFiles } from "./site-files";

const here = import.meta.dirname;

export default defineConfig(({ mode }) => ({
  base: "./",
  publicDir: false,
  plugins: mode === "site" ? [siteFiles()] : [],
  build: {
    target: "es2022",
    outDir: resolve(here, "dist"),
    emptyOutDir: false,
    cssCodeSplit: false,
    modulePreload: false,
    assetsInlineLimit: 0,
    sourcemap: false,
    reportCompressedSize: false,
    rollupOptions: {
      preserveEntrySignatures: "exports-only",
      input: { [mode]: resolve(here, "src", mode, "main.ts") },
      output: {
        format: "es",
        inlineDynamicImports: true,
        entryFileNames: "[name].js",
        assetFileNames: ({ names }) =>
          names.some((name) => name.endsWith(".css")) ? `${mode}.css` : "assets/[name][extname]",
      },
    },
  },
  test: {
    environment: "node",
    include: ["src/**/*.test.ts"],
  },
}));
