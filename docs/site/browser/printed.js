/** What console.log writes of a value, as Node does for what the pages print: texts, numbers, and plain objects and lists. */
export function printed(value, depth = 0) {
  if (typeof value === "string") return depth === 0 ? value : quoted(value);
  if (value === null || typeof value !== "object") return Object.is(value, -0) ? "-0" : String(value);
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  const list = Array.isArray(value) || ArrayBuffer.isView(value);
  if (depth > 2) return list ? "[Array]" : "[Object]";
  if (value instanceof Map || value instanceof Set) {
    const parts = [...value].map((one) =>
      value instanceof Map
        ? `${printed(one[0], depth + 1)} => ${printed(one[1], depth + 1)}`
        : printed(one, depth + 1),
    );
    return framed(`${value.constructor.name}(${value.size}) `, "{", "}", parts, depth);
  }
  if (list) {
    const name = Array.isArray(value) ? "" : `${value.constructor.name}(${value.length}) `;
    return framed(
      name,
      "[",
      "]",
      Array.from(value, (one) => printed(one, depth + 1)),
      depth,
    );
  }
  const parts = Object.entries(value).map(([key, one]) => {
    const name = /^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key);
    return `${name}: ${typeof one === "function" ? `[Function: ${one.name}]` : printed(one, depth + 1)}`;
  });
  return framed("", "{", "}", parts, depth);
}

function framed(name, open, close, parts, depth) {
  if (parts.length === 0) return `${name}${open}${close}`;
  const line = `${name}${open} ${parts.join(", ")} ${close}`;
  if (line.length + 2 * depth <= 76 && !line.includes("\n")) return line;
  const indent = "  ".repeat(depth + 1);
  return `${name}${open}\n${parts.map((one) => indent + one).join(",\n")}\n${"  ".repeat(depth)}${close}`;
}

const quoted = (text) =>
  text.includes("'")
    ? text.includes('"')
      ? `\`${text}\``
      : `"${text}"`
    : `'${text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}'`;
