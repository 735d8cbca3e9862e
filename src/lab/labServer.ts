import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname } from "node:path";
import type { LabFiles } from "./labFiles.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".txt": "text/plain; charset=utf-8",
};

/** Nothing but the laboratory's own files, no frame around it, and no connection to anywhere else. */
const POLICY = [
  ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:"],
  ...[
    "worker-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ],
].join("; ");

/** What is said to a browser with every answer. */
const HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy": POLICY,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cache-Control": "no-cache",
};

/**
 * A server of the laboratory's own files, for this machine only: it is to listen on the loopback address. A request is looked up in
 * the list of files, so no path leads anywhere else, and one whose Host names another machine is refused, because then a page from
 * elsewhere had its name resolved to this machine (DNS rebinding).
 */
export function labServer(files: LabFiles): Server {
  return createServer((request, response) => answer(files, request, response));
}

function answer(files: LabFiles, request: IncomingMessage, response: ServerResponse): void {
  const { status, type, content } = found(files, request);
  response.writeHead(status, { ...HEADERS, "Content-Type": type, "Content-Length": content.length });
  response.end(request.method === "HEAD" ? undefined : content);
}

interface Found {
  readonly status: number;
  readonly type: string;
  readonly content: Buffer;
}

const refusal = (status: number, words: string): Found => ({
  ...{ status, type: "text/plain; charset=utf-8", content: Buffer.from(`${words}\n`) },
});

function found(files: LabFiles, request: IncomingMessage): Found {
  if (!isThisMachine(request.headers.host)) return refusal(403, "This server answers to localhost only.");
  if (request.method !== "GET" && request.method !== "HEAD")
    return refusal(405, "This server is read, not written.");
  const name = pathOf(request.url ?? "");
  const path = name === undefined ? undefined : files.get(name === "" ? "index.html" : name);
  if (path === undefined) return refusal(404, "There is no such file in the laboratory.");
  try {
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    return { status: 200, type, content: readFileSync(path) };
  } catch {
    return refusal(404, "This file of the laboratory is gone: build it again.");
  }
}

function isThisMachine(host: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i.test(host ?? "");
}

/** What an address asks for, without its query; undefined where it is no address. */
function pathOf(url: string): string | undefined {
  if (!url.startsWith("/")) return undefined;
  try {
    return decodeURIComponent(url.slice(1).split(/[?#]/)[0]!);
  } catch {
    return undefined;
  }
}
