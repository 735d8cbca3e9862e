import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { lockFolder } from "../../src/run/lockFolder.ts";
import { still } from "./ring.ts";

const home = mkdtempSync(join(tmpdir(), "spillway-lock-"));
afterAll(() => rmSync(home, { recursive: true }));
let count = 0;
const fresh = (): string => join(home, `${count++}`);
const lockOf = (folder: string): string => join(folder, "run.lock");

describe("lockFolder", () => {
  it("takes a folder, makes it when it is not there, and leaves nothing behind", () => {
    const folder = fresh();
    const release = lockFolder(folder, still);
    expect(JSON.parse(readFileSync(lockOf(folder), "utf8"))).toMatchObject({
      pid: process.pid,
      host: hostname(),
      since: "2026-01-01T00:00:00.000Z",
    });
    release();
    expect(readdirSync(folder)).toEqual([]);
    lockFolder(folder, still)();
  });

  it("refuses a folder that is held, in the same process too, and says by whom", () => {
    const folder = fresh();
    const release = lockFolder(folder, still);
    expect(() => lockFolder(folder, still)).toThrow(
      `run: the folder "${folder}" is in use by process ${process.pid} on ${hostname()}, since 2026-01-01T00:00:00.000Z: wait for it, or choose another folder; if you are sure that it is gone, remove ${lockOf(folder)}`,
    );
    expect(readdirSync(folder)).toEqual(["run.lock"]);
    release();
  });

  it("refuses what a living process holds, and takes it over once that was killed", async () => {
    const folder = fresh();
    const code = `import("${join(process.cwd(), "src/run/lockFolder.ts")}").then(({ lockFolder }) => {
      lockFolder(${JSON.stringify(folder)}, { time: () => "then" }); console.log("locked"); setInterval(() => {}, 1000); })`;
    const child = spawn(process.execPath, ["--import", "tsx", "-e", code]);
    const gone = new Promise((resolve) => child.once("exit", resolve));
    await new Promise((resolve) => child.stdout.once("data", resolve));
    expect(() => lockFolder(folder, still)).toThrow(
      `is in use by process ${child.pid} on ${hostname()}, since then`,
    );
    child.kill("SIGKILL");
    await gone;
    expect(existsSync(lockOf(folder))).toBe(true);
    lockFolder(folder, still)();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("knows a process from a later one with the same number", () => {
    const folder = fresh();
    lockFolder(folder, still)();
    const put = (holder: object): void => writeFileSync(lockOf(folder), JSON.stringify(holder));
    // This very process, which does not hold the folder: it has the number of one that is gone, as happens in containers.
    put({ pid: process.pid, host: hostname(), since: "then", began: "1" });
    lockFolder(folder, still)();
    put({ pid: process.pid, host: hostname(), since: "then" });
    lockFolder(folder, still)();
    if (existsSync("/proc/self/stat")) {
      put({ pid: process.ppid, host: hostname(), since: "then", began: "1" });
      lockFolder(folder, still)();
    }
    put({ pid: process.ppid, host: hostname(), since: "then" });
    expect(() => lockFolder(folder, still)).toThrow(`is in use by process ${process.ppid}`);
  });

  it("leaves alone what another machine holds, and what it cannot read", () => {
    const folder = fresh();
    lockFolder(folder, still)();
    writeFileSync(lockOf(folder), JSON.stringify({ pid: 1, host: "elsewhere", since: "then" }));
    expect(() => lockFolder(folder, still)).toThrow("is in use by process 1 on elsewhere, since then");
    writeFileSync(lockOf(folder), "{");
    expect(() => lockFolder(folder, still)).toThrow("on an unknown host, since an unknown time");
  });

  it("says when the folder cannot be made", () => {
    const file = join(home, "file");
    writeFileSync(file, "");
    expect(() => lockFolder(join(file, "x"), still)).toThrow(
      `run: cannot lock the folder "${join(file, "x")}" (ENOTDIR)`,
    );
  });
});
