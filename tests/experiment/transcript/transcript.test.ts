import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JSDOM } from "jsdom";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { runStudy } from "../../../src/experiment/runStudy.ts";
import { readTranscript } from "../../../src/experiment/transcript/readTranscript.ts";
import { withPrompts } from "../../../src/experiment/transcript/withPrompts.ts";
import { readJournal } from "../../../src/log/journal/readJournal.ts";
import { transcriptData } from "../../../src/report/transcript/transcriptData.ts";
import { transcriptPage } from "../../../src/report/transcript/transcriptPage.ts";
import { parseStudy } from "../../../src/study-file/parseStudy.ts";
import { spillway } from "../../cli/spillway.ts";
import { still } from "../../run/ring.ts";
import { faultServer } from "../../support/faultServer.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-transcript-"));
const out = join(folder, "run");
const HOSTILE = `</script><script>document.title="broken"</script><img src=x onerror=alert(1)>\u001b[31m\u202e`;
/** What was sent to the model, each call's messages. */
const sent: string[] = [];
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  let count = 0;
  const server = await faultServer({
    answer: ({ body }) => {
      sent.push(JSON.stringify(body.messages));
      count++;
      return count % 7 === 0
        ? ""
        : JSON.stringify({ words: `${HOSTILE} Ünder ${count}`, support: count % 10 });
    },
  });
  const study = await parseStudy(`
seed: 1
model:
  network: { kind: ring-lattice, n: 6, k: 2 }
  agents:
    kind: language
    model: { url: "${server.url}", model: m }
    prompt: "{{ agent }}{% for one in heard %} {{ one.said }}{% endfor %}"
    answer: { kind: object, fields: [{ name: words, kind: text }, { name: support, kind: number, from: 0, to: 10 }] }
    says: words
    outcome: { field: support }
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 2 }, expose: own-arm, rounds: 3 }
answer: [hajek]
run: { reasks: 1, floor: 0 }
`);
  await runStudy(study, { out, clock: still });
  await server.close();
});

describe("a transcript", () => {
  it("has the turns of one agent, one round, one world, one edge", () => {
    const { turns } = readJournal(join(out, "journal.jsonl"));
    const found = (wanted = {}): string[] => readTranscript(out, wanted).turns.map(({ turn }) => turn.callId);
    const those = (keep: (turn: (typeof turns)[number]) => boolean): string[] =>
      turns.filter(keep).map(({ callId }) => callId);
    expect(found()).toEqual(those(() => true));
    expect(found({ agent: "2" })).toEqual(those(({ agent }) => agent === "2"));
    expect(found({ agent: "2", round: 3 })).toEqual(
      those(({ agent, round }) => agent === "2" && round === 3),
    );
    expect(found({ edge: ["2", "3"] })).toEqual(
      those(
        ({ agent, heard }) =>
          ["2", "3"].includes(agent) && heard.some(({ from }) => from !== agent && ["2", "3"].includes(from)),
      ),
    );
    expect(readTranscript(out).turns.some(({ attempts }) => attempts.length > 0)).toBe(true);
    for (const [wanted, words] of [
      [{ agent: "9" }, "there is no agent"],
      [{ round: 4 }, "from 1 to 3"],
      [{ world: 1 }, "from 0 to 0"],
      [{ edge: ["2", "x"] as const }, "there is no agent"],
    ] as const)
      expect(() => readTranscript(out, wanted)).toThrow(words);
  });

  it("shows on a terminal nothing that it would obey, and says what is left out", () => {
    const shown = spillway(["transcript", out, "--limit", "3"], { cwd: folder });
    expect(shown.code).toBe(0);
    expect(shown.out).not.toContain("\u001b[31m");
    expect(shown.out).not.toContain("\u202e");
    expect(shown.out).toContain("│ </script>");
    expect(shown.err).toContain("15 more turns");
    const one = spillway(["transcript", out, "--edge", "2"], { cwd: folder });
    expect([one.code, one.err]).toEqual([2, expect.stringContaining("--edge A B")]);
    expect(JSON.parse(spillway(["transcript", out, "--json"], { cwd: folder }).out).turns).toHaveLength(18);
  });

  it("has what was asked in every call, as it was sent, and says where it cannot be made again", async () => {
    const transcript = readTranscript(out);
    const asked = await withPrompts(out, transcript);
    expect(asked.unasked).toBeUndefined();
    const all = asked.turns.flatMap((one) => one.asked ?? []).map(({ messages }) => JSON.stringify(messages));
    expect(all.sort()).toEqual([...sent].sort());
    expect(asked.turns.every(({ turn, asked: calls }) => calls?.length === turn.attempts)).toBe(true);
    const one = await withPrompts(out, readTranscript(out, { agent: "2", round: 2 }));
    expect(one.turns[0]!.asked).toEqual(
      asked.turns.find(({ turn }) => turn.agent === "2" && turn.round === 2)!.asked,
    );
    const short = await withPrompts(out, transcript, 100);
    expect(short.turns.some(({ asked: calls }) => calls !== undefined)).toBe(true);
    const left = short.turns.filter(({ asked: calls }) => calls === undefined).length;
    expect(short.unasked).toContain(`those of ${left} turns are left out`);
    const bare = join(folder, "bare");
    cpSync(out, bare, { recursive: true });
    rmSync(join(bare, "study.json"));
    expect((await withPrompts(bare, transcript)).unasked).toContain("no study");
  });

  it("shows what was asked on the terminal, unless that is not wanted", () => {
    const shown = spillway(["transcript", out, "--agent", "2", "--round", "2"], { cwd: folder });
    expect(shown.out).toMatch(/^asked {4}user:\n│ 2 <\/script>/m);
    for (const wrong of ["\u001b[31m", "\u202e"]) expect(shown.out).not.toContain(wrong);
    const without = spillway(["transcript", out, "--agent", "2", "--no-prompts"], { cwd: folder });
    expect([without.code, without.out.includes("asked")]).toEqual([0, false]);
  });

  it("is a page with what was asked behind each turn, as text, which a search finds", async () => {
    const page = transcriptPage(await withPrompts(out, readTranscript(out)));
    const { window } = new JSDOM(page, {
      runScripts: "dangerously",
      beforeParse: (inside) =>
        void Object.assign(inside, { DecompressionStream, Response, Blob, Uint8Array }),
    });
    const { document } = window;
    await vi.waitFor(() => expect(document.body.dataset.all).toBe("true"));
    const boxes = [...document.querySelectorAll("details")];
    expect(boxes).toHaveLength(18);
    boxes[17]!.open = true;
    boxes[17]!.dispatchEvent(new window.Event("toggle"));
    await vi.waitFor(() => expect(boxes[17]!.querySelector("pre")).not.toBeNull());
    expect(boxes[17]!.textContent).toContain("</script><script>document.title");
    expect(document.title).toBe("Transcript");
    expect(document.querySelectorAll("img, details script")).toHaveLength(0);
    const input = (id: string): HTMLInputElement => document.getElementById(id) as HTMLInputElement;
    input("words").value = "answer with";
    const count = async (): Promise<string> => {
      delete document.body.dataset.ms;
      document.getElementById("asked")!.dispatchEvent(new window.Event("input", { bubbles: true }));
      await vi.waitFor(() => expect(document.body.dataset.ms).toBeDefined());
      return document.getElementById("count")!.textContent!;
    };
    expect(await count()).toBe("0 of 18 turns");
    input("prompts").checked = true;
    const saying = sent.filter((one) => one.toLowerCase().includes("answer with")).length;
    expect(saying).toBeGreaterThan(17);
    expect(await count()).toBe("18 of 18 turns");
    window.close();
  });

  it("is a page with every text as data, in which no text of an agent is markup, and a search that finds it", async () => {
    const transcript = readTranscript(out);
    const page = transcriptPage(transcript);
    writeFileSync(join(folder, "t.html"), page);
    expect(page.match(/<script/g)).toHaveLength(3);
    expect(page).toContain("default-src 'none'");
    const { window } = new JSDOM(page, {
      runScripts: "dangerously",
      beforeParse: (inside) =>
        void Object.assign(inside, { DecompressionStream, Response, Blob, Uint8Array }),
    });
    const { document } = window;
    await vi.waitFor(() => expect(document.body.dataset.all).toBe("true"));
    expect(document.title).toBe("Transcript");
    expect(document.body.dataset.ready).toBe("true");
    expect(document.querySelectorAll("article")).toHaveLength(18);
    expect(document.querySelectorAll("img, iframe, article script")).toHaveLength(0);
    const count = async (fields: Record<string, string | boolean>): Promise<number> => {
      for (const id of ["words", "agent", "other", "world", "round", "arm", "status", "phase"])
        (document.getElementById(id) as HTMLInputElement).value = "";
      (document.getElementById("heard") as HTMLInputElement).checked = false;
      for (const [id, value] of Object.entries(fields)) {
        const input = document.getElementById(id) as HTMLInputElement;
        if (typeof value === "boolean") input.checked = value;
        else input.value = value;
      }
      document.getElementById("asked")!.dispatchEvent(new window.Event("input", { bubbles: true }));
      await new Promise((done) => setTimeout(done, 0));
      return Number(document.getElementById("count")!.textContent!.split(" ")[0]);
    };
    const { turns } = readJournal(join(out, "journal.jsonl"));
    const saying = (words: string, heard: boolean): number =>
      turns.filter(({ text = "", action, because = "", heard: messages }) =>
        [
          text,
          String(action?.said ?? ""),
          because,
          ...(heard ? messages.map(({ said }) => String(said)) : []),
        ].some((one) => one.toLowerCase().includes(words)),
      ).length;
    for (const words of ["ünder 1", "img src", "\u202e", "nowhere", "under 1"]) {
      expect(await count({ words }), words).toBe(saying(words, false));
      expect(await count({ words, heard: true }), words).toBe(saying(words, true));
    }
    expect(await count({ agent: "2" })).toBe(3);
    expect(await count({ agent: "2", round: "3" })).toBe(1);
    expect(await count({ agent: "2", other: "3" })).toBe(
      readTranscript(out, { edge: ["2", "3"] }).turns.length,
    );
    expect(await count({ agent: "nobody" })).toBe(0);
    window.close();
  });

  it("holds each text once", () => {
    const transcript = readTranscript(out);
    const data = transcriptData(transcript);
    expect(new Set(data.texts).size).toBe(data.texts.length);
    transcript.turns.forEach(({ turn }, k) => {
      expect(data.texts[data.agent[k]!]).toBe(turn.agent);
      const heard = turn.heard.map((_, j) => data.texts[data.heardSaid[data.heardAt[k]! + j]!]);
      expect(heard).toEqual(turn.heard.map(({ said }) => said));
    });
  });

  it("refuses a journal that was edited, and a folder without a run", () => {
    const copy = join(folder, "copy.jsonl");
    writeFileSync(copy, readFileSync(join(out, "journal.jsonl")));
    expect(() => readTranscript(folder)).toThrow("there is no run");
    const whole = readFileSync(join(out, "journal.jsonl"), "utf8");
    writeFileSync(join(out, "journal.jsonl"), whole.replace("Ünder 1", "Ünder 9"));
    expect(() => readTranscript(out)).toThrow("journal");
    writeFileSync(join(out, "journal.jsonl"), whole);
  });
});
