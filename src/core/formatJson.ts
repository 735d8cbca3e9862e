/**
 * JSON for people and programs: mappings and lists of mappings indented by two spaces, lists of plain values on one
 * line. Keys keep their order; keys whose value is undefined are left out. Characters that a terminal may obey are
 * escaped, those too that JSON would let stand.
 */
export function formatJson(value: unknown): string {
  return `${part(value, "").replace(CONTROLS, escaped)}\n`;
}

/** Those that JSON lets stand: the lower ones it escapes itself, and lines end with one. */
const CONTROLS = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;

function part(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== "object" || item === null))
      return `[${value.map((item) => part(item, inner)).join(", ")}]`;
    return `[\n${value.map((item) => `${inner}${part(item, inner)}`).join(",\n")}\n${indent}]`;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return "{}";
  return `{\n${entries.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${part(item, inner)}`).join(",\n")}\n${indent}}`;
}
