import { type Html, html, markupOf, trusted } from "./html.ts";
import { stylesheet } from "./stylesheet.ts";

/** What a page may load: nothing but its own style and pictures inside itself. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** A whole HTML file that opens without a network and without scripts, light or dark as the reader's system asks. */
export function page(title: string, spillway: string, body: readonly Html[]): string {
  return markupOf(html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Spillway ${spillway}">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(stylesheet)}</style>
</head>
<body>
<main>
${body}
<footer class="small">Made by Spillway ${spillway}. This page is self-contained: it loads nothing and runs nothing.</footer>
</main>
</body>
</html>
`);
}
