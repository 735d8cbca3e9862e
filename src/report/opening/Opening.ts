/** What a page begins with: what was asked, and what was found, one sentence each. Plain texts: the page escapes them. */
export interface Opening {
  /** Ends with a question mark: what was asked, of how many agents, under which design. */
  readonly question: string;
  /** Ends with a full stop: what was found, with its interval and the kind of claim, or why there is no estimate. */
  readonly answer: string;
}
