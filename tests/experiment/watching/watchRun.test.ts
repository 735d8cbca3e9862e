import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runStudy } from "../../../src/experiment/runStudy.ts";
import { watchRun } from "../../../src/experiment/watching/runStatus.ts";
import { parseStudy } from "../../../src/study-file/parseStudy.ts";
import { spillway } from "../../cli/spillway.ts";
import { faultServer } from "../../support/faultServer.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-watch-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = (url: string): string => `
seed: 1
model:
  network: { kind: ring-lattice, n: 10, k: 2 }
  agents:
    kind: language
    model: { url: "${url}", model: m }
    prompt: "{{ agent }} {{ round }}"
    answer: { kind: number, from: 0, to: 10 }
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 2 }, expose: own-arm, rounds: 2 }
answer: [hajek]
run: { reasks: 0, floor: 0, open: 2 }
`;

describe("watch", () => {
  it("sees a run that goes on, with its reasons, then how it stopped, and at last that it is complete", async () => {
    const out = join(folder, "run");
    const server = await faultServer({
      answer: ({ body }) => (JSON.stringify(body.messages).includes("3 1") ? "nonsense" : "4"),
      delay: () => 5,
    });
    const study = await parseStudy(text(server.url));
    const seen: unknown[] = [];
    let watch: Awaited<ReturnType<typeof watchRun>> | undefined;
    const waiting: Promise<unknown>[] = [];
    await runStudy(study, {
      out,
      stopAfter: 12,
      onProgress: ({ done }) => {
        if (done === 6)
          waiting.push(
            watchRun(out).then((one) => {
              watch = one;
              seen.push(one.look());
            }),
          );
      },
    });
    await Promise.all(waiting);
    expect(seen[0]).toMatchObject({
      total: 20,
      complete: false,
      round: expect.any(Number),
      statuses: { invalid: 1 },
      trouble: { because: expect.stringContaining("nonsense"), times: 1 },
    });
    const stopped = watch!.look();
    expect(stopped).toMatchObject({ complete: false, ended: "interrupted" });
    expect(stopped).not.toHaveProperty("atWork");
    const shown = spillway(["watch", out], { cwd: folder });
    expect([shown.code, shown.out]).toEqual([
      0,
      expect.stringMatching(/of 20 turns.*1 invalid.*nonsense[\s\S]*nobody is at work here.*resumes/),
    ]);
    await runStudy(study, { out });
    expect(watch!.look()).toMatchObject({ done: 20, complete: true });
    expect(JSON.parse(spillway(["watch", out, "--json"], { cwd: folder }).out)).toMatchObject({
      done: 20,
      complete: true,
    });
    watch!.close();
    await server.close();
  });

  it("reads a line that was torn, cut away and written anew, at every byte, as it is at last", async () => {
    const out = join(folder, "torn");
    const server = await faultServer({ answer: () => "4" });
    await runStudy(await parseStudy(text(server.url)), { out });
    await server.close();
    const file = join(out, "journal.jsonl");
    const whole = readFileSync(file);
    const lines = whole.toString().split("\n");
    const start = Buffer.byteLength(lines.slice(0, 8).join("\n")) + 1;
    const end = start + Buffer.byteLength(lines[8]!) + 1;
    for (let cut = start; cut <= end; cut += 13) {
      writeFileSync(file, whole.subarray(0, cut));
      const watch = await watchRun(out);
      expect(watch.look().done).toBe(cut < end ? 7 : 8);
      truncateSync(file, start);
      appendFileSync(file, whole.subarray(start));
      expect(watch.look()).toMatchObject({ done: 20, complete: true });
      watch.close();
    }
    await expect(watchRun(folder)).rejects.toThrow("there is no run");
  });
});
