import { z } from "zod";
import type { Json } from "../../core/canonicalJson.ts";
import type { Kind } from "../../core/defineKind.ts";
import { wholeNumber } from "../../core/fields.ts";
import { present } from "../../core/present.ts";
import { shown } from "../../core/shown.ts";
import type { Action } from "../Agent.ts";
import { AgentFault } from "../AgentFault.ts";
import { definePopulation } from "../definePopulation.ts";
import { wantNoKeys } from "../language/endpointSettings.ts";
import type { Population } from "../Population.ts";
import { postJson } from "./postJson.ts";
import { readAnswer } from "./readAnswer.ts";
import { type ViewData, viewData } from "./viewData.ts";

export interface HttpSettings {
  /** Address that takes views, beginning with http:// or https://. */
  readonly url: string;
  /** Name of the environment variable with the key that is sent as `Authorization: Bearer …`; default: no key is sent. */
  readonly keyFrom?: string;
  /** Seconds after which an answer is given up, above 0; default 60. */
  readonly timeout?: number;
  /** Longest answer in bytes, from 1; default 1,000,000. */
  readonly maxBytes?: number;
  /** Anything that the other side should know, handed to it with each view; default nothing. */
  readonly settings?: Readonly<Record<string, Json>>;
}

type Settled = z.output<typeof settings>;

const WHO = "http";
const seconds = "must be a number of seconds above 0";
const address = "must be an address that begins with http:// or https://";

const settings = z.strictObject({
  url: z.string({ error: address }).refine(isAddress, { error: address }),
  keyFrom: z.string({ error: "must be the name of an environment variable" }).optional(),
  timeout: z.number({ error: seconds }).gt(0, { error: seconds }).default(60),
  maxBytes: wholeNumber(1).default(1_000_000),
  settings: z
    .record(z.string(), z.json() as z.ZodType<Json, Json>, { error: "must be a mapping" })
    .optional(),
});

/**
 * Agents that answer over HTTP. Each turn is one POST of `{ "view" }` ({@link viewData}) to the address; the answer is
 * `{ "action" }` or `{ "error" }` as of the kind `command`. What goes wrong is classed by its status: 408, 425, 429 and 5xx and
 * broken connections are waited for, for as long as the other side asks; redirections and hosts that do not
 * exist stop the run; any other 4xx ends the turn, or the run when all calls are turned down. The other side should keep nothing that an answer
 * depends on, because a turn may be asked again.
 */
export const http: Kind<HttpSettings, Population> = definePopulation({
  kind: WHO,
  summary: "agents that answer over HTTP: a view is posted, an action comes back",
  settings,
  make: (params): Population => {
    const { url, keyFrom } = params;
    // Not a matter of the settings' structure, whose messages show what came.
    wantNoKeys(WHO, { url, model: "", ...present({ keyFrom }) });
    return {
      name: WHO,
      params,
      synthetic: false,
      wantQuestion: () => {},
      sent: (view) => ({ url, view: viewData(view, params.settings) as unknown as Json }),
      create: () => () => (view, context) => post(params, viewData(view, params.settings), context?.signal),
    };
  },
});

async function post(params: Settled, view: ViewData, outer: AbortSignal | undefined): Promise<Action> {
  const answer = await postJson({ ...params, wanted: "JSON with an action" }, { view }, outer);
  const other = otherTurn(answer, view);
  if (other !== undefined) throw new AgentFault("wait", `${WHO}: ${other}`, { unsure: true });
  return readAnswer(WHO, answer);
}

/** An answer that names whose turn it is for must name this one. */
function otherTurn(answer: unknown, view: ViewData): string | undefined {
  if (typeof answer !== "object" || answer === null) return undefined;
  const fields = answer as Readonly<Record<string, unknown>>;
  const other = (["world", "round", "agent"] as const).find(
    (name) => fields[name] !== undefined && fields[name] !== view[name],
  );
  return (
    other && `the answer is for another turn: ${other} is ${shown(fields[other])}, not ${shown(view[other])}`
  );
}

function isAddress(given: string): boolean {
  return URL.canParse(given) && /^https?:$/.test(new URL(given).protocol);
}
