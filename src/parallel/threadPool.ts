import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { Piscina } from "piscina";

/** In the sources a thread must learn to read TypeScript; in the published package it need not. */
const SOURCES = import.meta.url.endsWith(".ts");

/**
 * Threads that run a file of this folder. piscina is loaded here and not before: most work is done by one thread.
 *
 * @param name name of the file, without its ending.
 * @param data what each thread is started with.
 * @param threads how many threads.
 * @param ahead tasks that a thread has at a time, so that it need not wait for the next. Default 1.
 */
export async function threadPool(name: string, data: object, threads: number, ahead = 1): Promise<Piscina> {
  const { Piscina } = await import("piscina");
  return new Piscina({
    filename: new URL(`./${name}.${SOURCES ? "ts" : "js"}`, import.meta.url).href,
    workerData: data,
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: ahead,
    ...(SOURCES ? { execArgv: ["--import", typescriptLoader()] } : {}),
  });
}

/** Where the loader stands, whatever folder the command was called from. */
function typescriptLoader(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
}
