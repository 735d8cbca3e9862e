import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Leads links to the laboratory there from wherever a page stands, lets wide tables be scrolled by the keyboard, and gives each page a policy: scripts and pictures of the site alone, and of scripts within a page those that are there now.
 */
export function guard(folder: string): void {
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!path.endsWith(".html") || path.startsWith("lab")) continue;
    const file = join(folder, path);
    const depth = path.split("/").length - 1;
    const html = readFileSync(file, "utf8")
      .replaceAll(/href="(lab\/[^"]*)"/g, (_, to: string) => `href="${"../".repeat(depth)}${to}"`)
      .replace('<div class="col-content"', '<div role="main" class="col-content"')
      // TypeDoc's own tables have classes; these are of the pages, and may be wider than a phone.
      .replaceAll(
        /<table>[\s\S]*?<\/table>/g,
        (table) => `<div class="wide" tabindex="0" role="group" aria-label="Table">${table}</div>`,
      );
    const inline = [...html.matchAll(/<script>([^<]*)<\/script>/g)].map(
      ([, script]) => `'sha256-${createHash("sha256").update(script!).digest("base64")}'`,
    );
    const policy = [
      "default-src 'none'",
      `script-src 'self' ${[...new Set(inline)].join(" ")}`.trim(),
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "connect-src 'self' data:",
      "worker-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
    ].join("; ");
    writeFileSync(
      file,
      html.replace("<head>", `<head><meta http-equiv="Content-Security-Policy" content="${policy}">`),
    );
  }
}
