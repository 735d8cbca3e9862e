/**
 * The script of the transcript page. It puts texts into the page as texts, never as markup. Each text is there once, so a search goes through
 * every different text once, and then through numbers.
 */
export const pageScript: string = `"use strict";
(async () => {
// Compressed, because a browser reads a large page more slowly than it unpacks a small one.
const byId = (id) => document.getElementById(id);
const unpacked = (id) => {
  const packed = atob(document.getElementById(id).textContent);
  const bytes = new Uint8Array(packed.length);
  for (let k = 0; k < packed.length; k++) bytes[k] = packed.charCodeAt(k);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
};
const STEP = 50, TOGETHER = 250, asking = document.body.dataset.asked === "true";
// What was asked stands behind this script, so that nobody waits for it, and is unpacked when it is looked at, a part at a time.
const here = new Promise((done) => { if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", done); else done(); });
const parts = new Map();
const partOf = async (k) => {
  await here;
  const part = Math.floor(k / TOGETHER);
  if (!parts.has(part)) parts.set(part, unpacked("prompts-" + part));
  return parts.get(part);
};
const callsOf = async (k) => (await partOf(k))[k % TOGETHER];
let low;
const askedTexts = async () => {
  low = new Array(n);
  for (let k = 0; k < n; k++) low[k] = (await callsOf(k)).flatMap((call) => call[1].map((one) => one[1].toLowerCase())).join("\\u0000");
};
// The first turns, to look at while the others are unpacked.
let d = await unpacked("first"), t = d.texts, n = d.world.length, hit;
let starts, all;
const index = () => {
  starts = new Uint32Array(t.length + 1);
  const low = new Array(t.length);
  let at = 0;
  for (let k = 0; k < t.length; k++) { low[k] = t[k].toLowerCase(); starts[k] = at; at += low[k].length + 1; }
  starts[t.length] = at;
  hit = new Uint8Array(t.length);
  all = low.join("\\u0000");
};
const text = (k) => (k < 0 ? "" : t[k]);
const choices = (id, column) => {
  const select = byId(id);
  for (const value of [...new Set(column)].sort((a, b) => a - b)) {
    const option = document.createElement("option");
    option.value = String(value);
    option.textContent = id === "world" || id === "round" ? String(value) : t[value];
    select.append(option);
  }
};
const place = { get: (one) => { const k = t.indexOf(one); return k === -1 ? undefined : k; } };
const search = (words) => {
  hit.fill(0);
  const wanted = words.toLowerCase();
  let from = all.indexOf(wanted), k = 0;
  while (from !== -1) {
    let a = k, b = t.length;
    while (b - a > 1) { const m = (a + b) >> 1; if (starts[m] <= from) a = m; else b = m; }
    k = a;
    if (from + wanted.length < starts[k + 1]) hit[k] = 1;
    if (k + 1 >= t.length) break;
    from = all.indexOf(wanted, starts[k + 1]);
  }
};
let found = Array.from({ length: n }, (_, k) => k), shown = 0;
const isHit = (k) => k >= 0 && hit[k] === 1;
const find = () => {
  const words = byId("words").value, heard = byId("heard").checked;
  const [agent, other] = [byId("agent").value.trim(), byId("other").value.trim()];
  const filter = ["world", "round", "arm", "status", "phase"].flatMap((id) => { const v = byId(id).value; return v === "" ? [] : [[d[id], Number(v)]]; });
  const a = agent === "" ? -1 : (place.get(agent) ?? -2), o = other === "" ? -1 : (place.get(other) ?? -2);
  if (words !== "") search(words);
  const kept = [];
  for (let k = 0; k < n; k++) {
    if (!filter.every(([column, v]) => column[k] === v)) continue;
    const who = d.agent[k];
    if (o !== -1 && a !== -1) {
      if (who !== a && who !== o) continue;
      const from = who === a ? o : a;
      let along = false;
      for (let j = d.heardAt[k]; j < d.heardAt[k + 1]; j++) if (d.heardFrom[j] === from) along = true;
      if (!along) continue;
    } else if (a !== -1 && who !== a) continue;
    if (words !== "") {
      let good = isHit(who) || isHit(d.said[k]) || isHit(d.steps[k]) || isHit(d.reply[k]) || isHit(d.answer[k]) || isHit(d.because[k]);
      if (!good && low && byId("prompts").checked) good = low[k].includes(words.toLowerCase());
      if (!good && heard) for (let j = d.heardAt[k]; j < d.heardAt[k + 1] && !good; j++) good = isHit(d.heardSaid[j]);
      if (!good) continue;
    }
    kept.push(k);
  }
  found = kept;
  shown = 0;
  byId("turns").replaceChildren();
  byId("count").textContent = kept.length.toLocaleString("en") + " of " + n.toLocaleString("en") + " turns";
  more();
};
const line = (parent, name, value, block) => {
  const row = document.createElement(block ? "div" : "p");
  const label = document.createElement("span");
  label.className = "name"; label.textContent = name;
  const content = document.createElement(block ? "pre" : "span");
  content.textContent = value;
  row.append(label, " ", content);
  parent.append(row);
};
const card = (k) => {
  const one = document.createElement("article");
  const head = document.createElement("h3");
  const phase = text(d.phase[k]);
  head.textContent = "world " + d.world[k] + ", round " + d.round[k] + (phase === "act" ? "" : ", " + phase) + ", agent " + text(d.agent[k]) + " (" + text(d.arm[k]) + ")";
  one.append(head);
  for (let j = d.heardAt[k]; j < d.heardAt[k + 1]; j++) line(one, "heard from " + text(d.heardFrom[j]), text(d.heardSaid[j]), true);
  if (d.lost[k] >= 0) line(one, "lost", "what " + text(d.lost[k]) + " said");
  if (asking) {
    const box = document.createElement("details"), title = document.createElement("summary");
    title.textContent = "asked";
    box.append(title);
    box.addEventListener("toggle", async () => {
      if (box.dataset.filled) return;
      box.dataset.filled = "true";
      const calls = await callsOf(k);
      if (calls.length === 0) line(box, "asked", "nothing that is known");
      for (const [attempt, messages] of calls) for (const [role, content] of messages) line(box, calls.length > 1 ? "call " + attempt + ", " + role : role, content, true);
    });
    one.append(box);
  }
  if (d.because[k] >= 0) line(one, "why", text(d.because[k]), true);
  if (d.steps[k] >= 0) line(one, "steps", text(d.steps[k]), true);
  if (d.reply[k] >= 0) line(one, "reply", text(d.reply[k]), true);
  if (d.answer[k] >= 0) line(one, "answer", text(d.answer[k]));
  if (d.said[k] >= 0 && d.said[k] !== d.reply[k]) line(one, "said", text(d.said[k]), true);
  if (d.outcome[k] !== null) line(one, "outcome", String(d.outcome[k]));
  if (text(d.status[k]) !== "ok") line(one, "status", text(d.status[k]));
  return one;
};
const more = () => {
  const end = Math.min(found.length, shown + STEP);
  const cards = document.createDocumentFragment();
  for (; shown < end; shown++) cards.append(card(found[shown]));
  byId("turns").append(cards);
  byId("more").hidden = shown >= found.length;
};
byId("more").addEventListener("click", () => { if (byId("turns").dataset.all) more(); });
byId("asked").addEventListener("submit", (event) => event.preventDefault());
const whole = (async () => {
  await new Promise((done) => setTimeout(done, 0));
  d = await unpacked("all"); t = d.texts; n = d.world.length;
  index();
  for (const id of ["world", "round", "arm", "status", "phase"]) choices(id, d[id]);
  found = Array.from({ length: n }, (_, k) => k);
  byId("count").textContent = n.toLocaleString("en") + " of " + n.toLocaleString("en") + " turns";
  byId("turns").dataset.all = "true";
  byId("more").hidden = shown >= n;
  document.body.dataset.all = "true";
})();
byId("asked").addEventListener("input", async () => {
  const begun = performance.now();
  await whole;
  if (byId("prompts").checked && low === undefined) await askedTexts();
  find();
  document.body.dataset.ms = String(performance.now() - begun);
});
more();
document.body.dataset.ready = "true";
})();
`;
