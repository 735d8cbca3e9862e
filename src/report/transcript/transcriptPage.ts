import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { version } from "../../core/version.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import type { Transcript, TranscriptTurn } from "../../experiment/transcript/readTranscript.ts";
import type { AskedTranscript } from "../../experiment/transcript/withPrompts.ts";
import { type Html, html, markupOf, trusted } from "../html.ts";
import { stylesheet } from "../stylesheet.ts";
import { pageScript } from "./pageScript.ts";
import { transcriptData } from "./transcriptData.ts";

/** Turns that are there before the others are unpacked. */
const FIRST = 50;
/** Turns whose prompts are unpacked together, when one of them is looked at. */
const TOGETHER = 250;
const STYLE = `
form{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:end;font:.85rem/1.4 system-ui,sans-serif;position:sticky;top:0;background:var(--paper);padding:.6rem 0;border-bottom:1px solid var(--line)}
label{display:grid;gap:.15rem}
label.line{display:flex;gap:.4rem;align-items:center}
input,select,button{font:inherit;color:inherit;background:var(--tint);border:1px solid var(--strong);border-radius:4px;padding:.3rem .5rem;max-width:14rem}
input[type=search]{width:18rem;max-width:100%}
article{border-bottom:1px solid var(--line);padding:1rem 0}
article p{margin:.2rem 0}
article pre{margin:.1rem 0 .4rem;padding:.4rem .7rem;border-left:3px solid var(--strong);background:var(--tint);white-space:pre-wrap}
article details summary{cursor:pointer;font:.8rem/1.4 system-ui,sans-serif;color:var(--quiet)}
.name{font:.8rem/1.4 system-ui,sans-serif;color:var(--quiet)}
`;

/** The hash by which the policy of the page lets this script run, and no other. */
const ALLOWED = createHash("sha256").update(pageScript).digest("base64");
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${ALLOWED}'; img-src data:; base-uri 'none'; form-action 'none'`;

/**
 * A transcript as one page that opens offline, with a search over everything that was said. It loads nothing; texts of agents stand in it as data and
 * are shown as texts, and its policy runs its own script only.
 */
export function transcriptPage(transcript: AskedTranscript): string {
  wantArgument("transcriptPage", "a transcript", transcript, { fields: ["turns"] });
  const { turns, complete, rounds, worlds, unasked, changes } = transcript;
  const packed = (some: Transcript["turns"]): Html => zipped(transcriptData({ turns: some }));
  const prompts = turns.some(({ asked }) => asked !== undefined) ? inParts(turns) : [];
  const select = (id: string, words: string): Html =>
    html`<label>${words}<select id="${id}"><option value="">all</option></select></label>`;
  const scope = `${turns.length.toLocaleString("en")} turns, ${rounds} rounds, ${worlds} ${worlds === 1 ? "world" : "worlds"}${complete ? "" : ", of a run that is not complete"}${changes === undefined ? "" : `; the network changes over rounds: ${changes}`}`;
  return markupOf(html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Spillway ${version}">
<title>Transcript</title>
<link rel="icon" href="data:,">
<style>${trusted(stylesheet)}${trusted(STYLE)}</style>
</head>
<body data-asked="${prompts.length > 0 ? "true" : "false"}">
<main>
<h1>Transcript</h1>
<p class="quiet">${scope}</p>
${
  unasked === undefined
    ? undefined
    : html`<p class="quiet">What was asked is not shown: ${unasked}.</p>
`
}<form id="asked" role="search">
<label>Search<input id="words" type="search" autocomplete="off" placeholder="words that were said"></label>
<label>Agent<input id="agent" type="text" autocomplete="off" placeholder="its id"></label>
<label>and<input id="other" type="text" autocomplete="off" placeholder="for an edge"></label>
${select("world", "World")}
${select("round", "Round")}
${select("arm", "Arm")}
${select("status", "Status")}
${select("phase", "Phase")}
<label class="line"><input id="heard" type="checkbox">search what was heard, too</label>
<label class="line"${prompts.length === 0 ? html` hidden` : undefined}><input id="prompts" type="checkbox">search what was asked, too</label>
</form>
<p id="count" class="small" role="status" aria-live="polite"></p>
<noscript><p>This page needs scripts to show its turns.</p></noscript>
<div id="turns"></div>
<p><button id="more" type="button" hidden>Show more</button></p>
<footer class="small">Made by Spillway ${version}. This page is self-contained: it loads nothing.</footer>
</main>
<script type="text/plain" id="first">${packed(turns.slice(0, FIRST))}</script>
<script type="text/plain" id="all">${packed(turns)}</script>
<script>${trusted(pageScript)}</script>
${prompts.map(
  (part, k) => html`<script type="text/plain" id="prompts-${k}">${part}</script>
`,
)}
</body>
</html>
`);
}

// Letters and digits alone, so nothing that an agent said can end the data before their end.
const zipped = (data: unknown): Html => trusted(gzipSync(JSON.stringify(data)).toString("base64"));

/** What was asked, a few turns a part: of each turn its calls, of each call its number and messages. Most readers look at a few. */
function inParts(turns: readonly TranscriptTurn[]): Html[] {
  return Array.from({ length: Math.ceil(turns.length / TOGETHER) }, (_, k) =>
    zipped(
      turns
        .slice(k * TOGETHER, (k + 1) * TOGETHER)
        .map(({ asked = [] }) =>
          asked.map(({ attempt, messages }) => [
            attempt,
            messages.map(({ role, content }) => [role, content]),
          ]),
        ),
    ),
  );
}
