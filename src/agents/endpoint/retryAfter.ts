/**
 * Milliseconds after which the other side wants to be asked again: `retry-after-ms`, else `retry-after` in seconds or as
 * a date. However long it is, it is given as it stands. A date counts from the date of the answer itself, so that clocks need not agree; it says
 * nothing without one.
 *
 * @param header looks a header up by its name in lower case.
 */
export function retryAfter(header: (name: string) => string | null | undefined): number | undefined {
  const exact = amount(header("retry-after-ms"));
  if (exact !== undefined) return Math.ceil(exact);
  const given = header("retry-after");
  const seconds = amount(given);
  if (seconds !== undefined) return Math.ceil(seconds * 1000);
  const wait = Date.parse(given ?? "") - Date.parse(header("date") ?? "");
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

function amount(text: string | null | undefined): number | undefined {
  const trimmed = text?.trim() ?? "";
  return /^\d{1,12}(\.\d{1,12})?$/.test(trimmed) ? Number(trimmed) : undefined;
}
