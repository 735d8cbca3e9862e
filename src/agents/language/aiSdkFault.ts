import { SpillwayError } from "../../core/SpillwayError.ts";
import { AgentFault } from "../AgentFault.ts";
import { connectionFault } from "../endpoint/connectionFault.ts";
import { httpFault } from "../endpoint/httpFault.ts";
import type { LanguageRequest } from "./LanguageModel.ts";
import { settingRemedy } from "./settingRemedy.ts";
import { wrongBody } from "./wrongBody.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The SDK's names of errors that no call can get past: something must be set right first. */
const STOP: ReadonlySet<string> = new Set([
  "AI_LoadAPIKeyError",
  "AI_LoadSettingError",
  "AI_NoSuchModelError",
  "AI_NoSuchProviderError",
  "AI_NoSuchProviderReferenceError",
  "AI_UnsupportedFunctionalityError",
  "AI_UnsupportedModelVersionError",
  "AI_InvalidArgumentError",
  "AI_InvalidPromptError",
]);
/** Answers of the endpoint that make no sense. */
const WAIT: ReadonlySet<string> = new Set([
  "AI_EmptyResponseBodyError",
  "AI_InvalidResponseDataError",
  "AI_JSONParseError",
  "AI_TypeValidationError",
]);

/**
 * An error of the AI SDK or of one of its providers as a fault, with the same classes as for the built-in client. Errors
 * are told apart by their names and fields, which the SDK's versions share.
 *
 * @returns an AgentFault, or a SpillwayError for an error that is none of a model: then the agent itself has failed.
 */
export function aiSdkFault(
  who: string,
  thrown: unknown,
  clean: (text: string) => string,
  request: LanguageRequest,
): Error {
  const error = fieldsOf(thrown);
  const name = String(error.name);
  const message = clean(typeof error.message === "string" ? error.message : String(thrown)).slice(0, 300);
  if (STOP.has(name)) return new AgentFault("stop", `${who}: ${message}`);
  if (WAIT.has(name))
    return new AgentFault("wait", `${who}: the endpoint's answer makes no sense: ${message}`, {
      unsure: true,
    });
  if (name === "AI_NoOutputGeneratedError" || name === "AI_NoContentGeneratedError")
    return new AgentFault("invalid", `${who}: the answer is empty`);
  const { statusCode: status } = error;
  if (typeof status === "number" && (status < 200 || status >= 300)) {
    const headers = fieldsOf(error.responseHeaders);
    const body =
      typeof error.responseBody === "string" && error.responseBody !== "" ? error.responseBody : message;
    const answer = { status, body, header: (key: string) => textOrNull(headers, key) };
    return httpFault(who, answer, clean, (complaint) => settingRemedy(complaint, request, undefined));
  }
  if (name === "AI_APICallError" && typeof status === "number") {
    const wrong =
      typeof error.responseBody === "string" ? wrongBody(error.responseBody, "", status) : undefined;
    if (wrong !== undefined)
      return new AgentFault("stop", `${who}: wanted an answer, got ${wrong}`, {
        doubt: "no-answer",
        unsure: true,
      });
    return new AgentFault("wait", `${who}: the endpoint's answer makes no sense: ${message}`, {
      unsure: true,
    });
  }
  if (name === "AI_APICallError" || isConnection(thrown)) return connectionFault(who, thrown, clean);
  return new SpillwayError(`${who}: ${message}`, { kind: "failure" });
}

function isConnection(thrown: unknown): boolean {
  const { name, message, code, cause } = fieldsOf(thrown);
  if (name === "TypeError" && (message === "fetch failed" || message === "terminated")) return true;
  return typeof (code ?? fieldsOf(cause).code) === "string";
}

function textOrNull(headers: Fields, key: string): string | null {
  const value = Object.hasOwn(headers, key) ? headers[key] : undefined;
  return typeof value === "string" ? value : null;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}
