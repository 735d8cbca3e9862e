import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where Chromium stands, if it is installed. */
export const chromiumProgram: string | undefined = [
  "/usr/bin/chromium",
  ...(process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "chromium")),
].find((path) => existsSync(path));

/** How Chromium is started: without a sandbox (tests may run as root), and without calls home. */
export const chromiumArguments: readonly string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];
