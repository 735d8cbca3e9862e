/** Different texts, each with a number in the order in which they first occur. */
export interface TextCodes {
  readonly texts: readonly string[];
  code(text: string): number;
  find(text: string): number | undefined;
}

/** An empty list of texts. */
export function textCodes(): TextCodes {
  const texts: string[] = [];
  const codes = new Map<string, number>();
  let last: string | undefined;
  let lastCode = 0;
  return {
    texts,
    code(text) {
      if (text === last) return lastCode;
      let code = codes.get(text);
      if (code === undefined) {
        code = texts.push(text) - 1;
        codes.set(text, code);
      }
      last = text;
      lastCode = code;
      return code;
    },
    find: (text) => codes.get(text),
  };
}
