import { resolve } from "node:path";
import { defineConfig, type UserConfig } from "vite";

const here = (path: string): string => resolve(import.meta.dirname, path);

/** Builds the laboratory into dist/lab: files that any host can serve, with paths relative to their page. */
const config: UserConfig = defineConfig({
  root: here("app"),
  base: "./",
  // The library asks Node for nothing but a checksum of journals, which no page writes.
  resolve: { alias: [{ find: /^node:.*$/, replacement: here("app/noNode.ts") }] },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  worker: { format: "es" },
  build: {
    outDir: here("../../dist/lab"),
    emptyOutDir: true,
    target: "es2023",
    modulePreload: { polyfill: false },
    // No data: addresses: the policy of the server allows files of its own only.
    assetsInlineLimit: 0,
  },
});
export default config;
