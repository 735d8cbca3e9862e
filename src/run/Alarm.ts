/**
 * Rings after a number of milliseconds, once, unless what it returns is called before. It is an argument so that a run can
 * be tried out without waiting.
 */
export type Alarm = (ms: number, ring: () => void) => () => void;
