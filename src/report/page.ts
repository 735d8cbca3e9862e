import { type Html, html, markupOf, trusted } from "./html.ts";
import type { Opening } from "./opening/Opening.ts";
import { stylesheet } from "./stylesheet.ts";

/** What a page may load: nothing but its own style and pictures inside itself. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** What stands above the sections of a page. */
interface PageHead {
  /** Of the window. */
  readonly title: string;
  /** Of the page. Default: the same. */
  readonly heading?: string;
  /** The question and its answer, which every page begins with. */
  readonly opening: Opening;
  /** What a reader must see before anything else. */
  readonly above?: Html | undefined;
  /** What was done, under the answer. */
  readonly below?: Html | undefined;
}

/** A heading whose long names, such as paths of settings, may break behind their dots. */
function breaking(heading: string): Html {
  return html`${heading.split(/(?<=\w\.)(?=\w)/).map((piece, k) => (k === 0 ? html`${piece}` : html`<wbr>${piece}`))}`;
}

/** A whole HTML file that opens without a network and without scripts, light or dark as the reader's system asks. It begins with a question and its answer. */
export function page(head: PageHead, spillway: string, body: readonly Html[]): string {
  const { title, heading = title, opening, above, below } = head;
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
<header>
${above}<h1>${breaking(heading)}</h1>
<p class="question">${opening.question}</p>
<p class="answer">${opening.answer}</p>
${below}</header>
${body}
<footer class="small">Made by Spillway ${spillway}. This page is self-contained: it loads nothing and runs nothing.</footer>
</main>
</body>
</html>
`);
}
