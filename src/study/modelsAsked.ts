import type { Json } from "../core/canonicalJson.ts";

/** The language models that settings name: texts under keys called `model`, wherever they stand. */
export function modelsAsked(settings: Json): string[] {
  const found = new Set<string>();
  const look = (value: Json | undefined): void => {
    if (typeof value !== "object" || value === null) return;
    if (Array.isArray(value)) {
      for (const item of value) look(item as Json);
      return;
    }
    for (const [key, inner] of Object.entries(value as { readonly [key: string]: Json | undefined })) {
      if (key === "model" && typeof inner === "string") found.add(inner);
      else look(inner);
    }
  };
  look(settings);
  return [...found];
}
