import type { Computations } from "./computations.ts";
import type { Done, Errand } from "./worker.ts";

let worker: Worker | undefined;
const waiting = new Map<number, (done: Done) => void>();
let last = 0;

/** Has the worker compute something with the library, beside the page, which stays awake meanwhile. */
export function ask<Name extends keyof Computations>(
  name: Name,
  control: Parameters<Computations[Name]>[0],
  seed: string,
): Promise<ReturnType<Computations[Name]>> {
  worker ??= started();
  const number = ++last;
  return new Promise((resolve, reject) => {
    waiting.set(number, ({ found, because }) =>
      because === undefined ? resolve(found as ReturnType<Computations[Name]>) : reject(new Error(because)),
    );
    worker!.postMessage({ number, name, control, seed } satisfies Errand);
  });
}

function started(): Worker {
  const made = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  made.addEventListener("message", ({ data }: MessageEvent<Done>) => {
    waiting.get(data.number)?.(data);
    waiting.delete(data.number);
  });
  return made;
}
