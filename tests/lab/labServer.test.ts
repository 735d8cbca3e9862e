import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { labServer } from "../../src/lab/labServer.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-lab-"));
let server: Server;
let port = 0;
beforeAll(async () => {
  writeFileSync(join(folder, "index.html"), "<p>here</p>");
  writeFileSync(join(folder, "secret.txt"), "secret");
  writeFileSync(join(folder, "gone.js"), "1");
  const files = ["index.html", "gone.js"].map((name) => [name, join(folder, name)] as const);
  server = labServer(new Map(files));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly headers: IncomingMessage["headers"];
}

function get(path: string, { method = "GET", host = `127.0.0.1:${port}` } = {}): Promise<Reply> {
  return new Promise((done, fail) => {
    request({ host: "127.0.0.1", port, path, method, headers: { Host: host } }, (reply) => {
      let text = "";
      reply.setEncoding("utf8").on("data", (piece: string) => (text += piece));
      reply.on("end", () => done({ status: reply.statusCode!, text, headers: reply.headers }));
    })
      .on("error", fail)
      .end();
  });
}

describe("the server of the laboratory", () => {
  test("gives its own files, with a policy that lets nothing else in", async () => {
    const { status, text, headers } = await get("/");
    expect([status, text]).toEqual([200, "<p>here</p>"]);
    expect(headers["content-security-policy"]).toContain("default-src 'none'; script-src 'self'");
    expect(headers["content-security-policy"]).not.toMatch(/unsafe|\*|https?:/);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect((await get("/index.html?x=1")).status).toBe(200);
    const head = await get("/", { method: "HEAD" });
    expect([head.status, head.text, head.headers["content-length"]]).toEqual([200, "", "11"]);
  });

  test.each([
    "/secret.txt",
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/../../package.json",
    "//etc/passwd",
    "/index.html/",
    "/%",
    "/%00",
    "/__proto__",
    "/constructor",
    `/${"a".repeat(5000)}`,
  ])("has no %s", async (path) => {
    const { status, text } = await get(path);
    expect([status, text]).toEqual([404, "There is no such file in the laboratory.\n"]);
  });

  test.each([
    "example.org",
    `example.org:${80}`,
    "localhost.example.org",
    "127.0.0.1.example.org",
    "127.0.0.2",
    "[::2]",
    "localhost:",
  ])("refuses the host %j, as a page from elsewhere would name it", async (host) => {
    expect((await get("/", { host })).status).toBe(403);
  });

  test.each(["localhost", "LOCALHOST:4870", "[::1]:4870"])("knows %s as this machine", async (host) => {
    expect((await get("/", { host })).status).toBe(200);
  });

  test("is read, not written, and says when a file has gone", async () => {
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"])
      expect((await get("/", { method })).status).toBe(405);
    rmSync(join(folder, "gone.js"));
    expect(await get("/gone.js")).toMatchObject({
      status: 404,
      text: expect.stringContaining("build it again") as string,
    });
  });
});
