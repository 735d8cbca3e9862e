import { SpillwayError } from "../../core/SpillwayError.ts";
import { loadOptional } from "../../log/files/loadOptional.ts";

type Module = Readonly<Record<string, unknown>>;
/** Loads a package; given only by tests. */
export type Load = (name: string, purpose: string) => Promise<Module>;

const NAME = /^([a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?)\/(.{1,200})$/s;

/** Provider and model of `provider/model`; undefined for any other text. A model's own name may hold slashes. */
export function providerAndModel(text: string): readonly [provider: string, model: string] | undefined {
  const [, provider, model] = NAME.exec(text) ?? [];
  return provider === undefined || model === undefined ? undefined : [provider, model];
}

/**
 * The model of `provider/model` from the package `@ai-sdk/provider`, which is loaded now. Its default instance is named
 * like the package: `openai`, `togetherai`, for `google-vertex` `googleVertex` or `vertex`. It finds its key in the
 * environment.
 *
 * @throws SpillwayError for a text of another form, a package that is absent, and one without such an instance.
 */
export async function aiSdkProvider(text: string, load: Load = loadOptional): Promise<object> {
  const named = providerAndModel(text);
  if (!named)
    throw new SpillwayError(`model: wanted provider/model such as openai/gpt-5-mini, got "${text}"`);
  const [provider, model] = named;
  const loaded = await load(`@ai-sdk/${provider}`, `the model ${text}`);
  const words = provider.split("-");
  const camel = words
    .map((word, k) => (k === 0 ? word : word.slice(0, 1).toUpperCase() + word.slice(1)))
    .join("");
  const instance = [camel, words.join(""), words.at(-1)!, "default"]
    .filter((name) => Object.hasOwn(loaded, name))
    .map((name) => loaded[name])
    .find(isProvider);
  if (!instance)
    throw new SpillwayError(
      `model: the package @ai-sdk/${provider} has no provider that works without settings: make the model in TypeScript and give it to languageOf`,
    );
  return instance(model);
}

function isProvider(value: unknown): value is (model: string) => object {
  return typeof value === "function";
}
