import {
  type FaultServer,
  type FaultServerOptions,
  faultServer,
  type ServedCall,
} from "../../../support/faultServer.ts";

/** A call of a tool as a model writes it: arguments as they are, also where they are no JSON. */
export type Called = readonly [name: unknown, given: unknown];

/** What a model says: an answer, or the tools that it calls. */
export type Says = string | readonly Called[];

/** An endpoint whose model calls tools in the fields of chat completions for that. */
export async function toolServer(
  says: (call: ServedCall) => Says,
  options: Omit<FaultServerOptions, "reply" | "answer"> = {},
): Promise<FaultServer> {
  return faultServer({
    ...options,
    answer: (call) => {
      const said = says(call);
      return typeof said === "string" ? said : "";
    },
    reply: (call, whole) => {
      const said = says(call);
      return typeof said === "string" || options.fault?.(call) !== undefined
        ? undefined
        : { body: { ...whole, choices: [calling(said)] } };
    },
  });
}

function calling(called: readonly Called[]): object {
  const calls = called.map(([name, given], k) => ({
    id: `id ${k}`,
    type: "function",
    function: { name, arguments: typeof given === "string" ? given : JSON.stringify(given) },
  }));
  return {
    index: 0,
    message: { role: "assistant", content: null, tool_calls: calls },
    finish_reason: "tool_calls",
  };
}

/** What the tools of a turn have brought, as a model sees it. */
export const brought = ({ body }: ServedCall): string[] =>
  body.messages!.filter(({ role }) => role === "tool").map(({ content }) => content);
