import { shown } from "../../core/shown.ts";
import type { EndpointSettings } from "./endpointSettings.ts";
import type { LanguageSettings } from "./languageSettings.ts";

/** The largest temperature that any known endpoint takes. */
const HOTTEST = 2;
/** Fewer tokens than this hold no answer in JSON. */
const SHORTEST = 5;
/** Prices of a million tokens outside of these are prices of another number of tokens. */
const PRICES = { least: 0.001, most: 10_000 };

/** What is possible as such in the settings, but is hardly what any endpoint takes, one sentence each. */
export function settingNotes(settings: LanguageSettings): string[] {
  const { model, temperature, maxTokens, price, timeout, tools, explain } = settings;
  return [
    ...temperatureNotes("temperature", temperature),
    ...(maxTokens !== undefined && maxTokens < SHORTEST
      ? [`maxTokens is ${maxTokens}: too few for an answer`]
      : []),
    ...(timeout !== undefined && timeout < 1
      ? [`timeout is ${timeout} seconds: hardly any model answers in less than 1 second`]
      : []),
    ...(tools !== undefined && explain === false
      ? [
          "explain is false and there are tools: while a tool may be called nothing says in which form to answer, so the prompt has to",
        ]
      : []),
    ...Object.entries(price ?? {}).flatMap(([name, value]) =>
      value === 0 || (value >= PRICES.least && value <= PRICES.most)
        ? []
        : [`price.${name} is ${value}: is it the price of a million tokens?`],
    ),
    ...(typeof model === "string" ? [] : endpointNotes(model)),
  ];
}

function temperatureNotes(name: string, value: unknown): string[] {
  if (typeof value !== "number" || (value >= 0 && value <= HOTTEST)) return [];
  return [`${name} is ${shown(value)}: endpoints take 0 to ${HOTTEST}`];
}

function endpointNotes({ url, model, body = {} }: EndpointSettings): string[] {
  const { pathname } = URL.canParse(url) ? new URL(url) : { pathname: "/v1" };
  const notes = temperatureNotes("model.body.temperature", body.temperature);
  if (!/\/v\d/.test(pathname))
    notes.push(`model.url has no /v1 in its path (${shown(pathname)}): the address usually ends in /v1`);
  if (model !== model.trim())
    notes.push(`model.model has blanks around it (${shown(model)}): endpoints take names as they are`);
  return notes;
}
