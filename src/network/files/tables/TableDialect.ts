/** How a text table is written, where it is not as usual. Whatever is left out is found out, and a note says what was found. */
export interface TableDialect {
  /** What stands between fields: one character, or a blank for any number of blanks. Default: what makes the header understood. */
  readonly delimiter?: string;
  /** The sign before the decimals. Default: a point; a comma where semicolons separate fields and numbers have commas. */
  readonly decimal?: "." | ",";
  /** What stands for a missing value, beside an empty field: `["NA"]`. Labels are never missing. Default: nothing. */
  readonly missing?: readonly string[];
}
