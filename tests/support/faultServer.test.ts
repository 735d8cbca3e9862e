import { afterEach, expect, test } from "vitest";
import { type FaultServer, type FaultServerOptions, faultServer } from "./faultServer.ts";
import { FAULTS, type Fault } from "./faultServerFaults.ts";

let server: FaultServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function started(options: FaultServerOptions): Promise<FaultServer> {
  server = await faultServer(options);
  return server;
}

function ask(url: string, id: string, body: object = { model: "m", messages: [] }): Promise<Response> {
  const headers = { "x-client-request-id": id };
  return fetch(`${url}/chat/completions`, { method: "POST", headers, body: JSON.stringify(body) });
}

test("answers as the test says, and counts what it served for each call", async () => {
  const { url, calls, requests } = await started({
    answer: ({ body, attempt }) => `${body.messages?.[0]?.content} ${body.seed} ${attempt}`,
    fault: ({ id, attempt }) => (id === "a" && attempt === 1 ? "500" : undefined),
  });
  const body = { model: "m", seed: 7, messages: [{ role: "user", content: "hello" }] };
  expect((await ask(url, "a", body)).status).toBe(500);
  const answers = [await ask(url, "a", body), await ask(url, "b", body)].map((one) => one.json());
  expect((await Promise.all(answers)).map(({ choices }) => choices[0].message.content)).toEqual([
    "hello 7 2",
    "hello 7 1",
  ]);
  expect([...calls]).toEqual([
    ["a", { attempts: 2, answered: 1 }],
    ["b", { attempts: 1, answered: 1 }],
  ]);
  expect(requests).toHaveLength(3);
});

test("draws faults by call and attempt, in about the share asked for, whatever the order of requests", async () => {
  const ids = Array.from({ length: 200 }, (_, k) => `call-${k}`);
  const statuses = async (order: readonly string[]): Promise<Map<string, number>> => {
    const { url } = await started({ rate: 0.2, kinds: ["429", "500"], seed: 3 });
    const found = new Map(
      await Promise.all(order.map(async (id) => [id, (await ask(url, id)).status] as const)),
    );
    await server?.close();
    return found;
  };
  const forwards = await statuses(ids);
  const backwards = await statuses([...ids].reverse());
  for (const id of ids) expect(backwards.get(id)).toBe(forwards.get(id));
  const faults = [...forwards.values()].filter((status) => status !== 200).length;
  // 200 draws at 0.2: mean 40, standard deviation 5.7; four of them each way.
  expect(faults).toBeGreaterThan(17);
  expect(faults).toBeLessThan(63);
  expect(new Set(forwards.values())).toEqual(new Set([200, 429, 500]));
});

test("every fault is one: no good completion comes of it", async () => {
  for (const fault of Object.keys(FAULTS) as Fault[]) {
    const { url, calls } = await started({ fault: () => fault });
    const signal = AbortSignal.timeout(fault === "hang" ? 100 : 10_000);
    const headers = { "x-client-request-id": "a" };
    const good = await fetch(`${url}/chat/completions`, {
      method: "POST",
      headers,
      body: '{"messages":[]}',
      signal,
      redirect: "manual",
    })
      .then(async (response) => {
        const body = JSON.parse(await response.text());
        const { message, finish_reason } = body.choices[0];
        return response.ok && message.content.length === 2 && finish_reason === "stop";
      })
      .catch(() => false);
    expect(good, fault).toBe(false);
    expect(calls.get("a"), fault).toEqual({ attempts: 1, answered: 0 });
    await server?.close();
  }
});

test("slow bodies, other model names, and the number of open requests", async () => {
  const { url, mostOpen } = await started({ pieces: 5, model: () => "another", delay: () => 20 });
  const bodies = await Promise.all(["a", "b", "c"].map(async (id) => (await ask(url, id)).json()));
  expect(bodies.map(({ model }) => model)).toEqual(["another", "another", "another"]);
  expect(mostOpen()).toBe(3);
  expect((await fetch(`${url}/models`)).status).toBe(404);
});
