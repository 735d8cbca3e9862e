/** The version of Spillway, kept in plans, journals and reports; a test compares it with package.json. */
export const version = "0.1.0";
