/**
 * The one order of agent ids: whole numbers by size, before all other texts by code unit. "2" comes before "10",
 * "10" before "a". Numbers with leading zeros or more than 15 digits are texts.
 */
export function compareIds(a: string, b: string): number {
  const left = wholeNumber(a);
  const right = wholeNumber(b);
  if (left !== undefined && right !== undefined) return left - right;
  if (left !== undefined) return -1;
  if (right !== undefined) return 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function wholeNumber(id: string): number | undefined {
  return /^(?:0|[1-9]\d{0,14})$/.test(id) ? Number(id) : undefined;
}
