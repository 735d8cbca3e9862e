/**
 * The body of an answer as text, or undefined when it is longer than `most` bytes: then the rest is not read.
 * Bytes that are not UTF-8 become U+FFFD.
 */
export async function readBody(response: Response, most: number): Promise<string | undefined> {
  if (response.body === null) return "";
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > most) {
      // Whether the other side likes it does not matter.
      await reader.cancel().catch(() => undefined);
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}
