/** Stands for what only Node has, in files that the laboratory takes along but does not use: calling it is a mistake, and says so. */
export function noNode(): never {
  throw new Error("this part of the library needs Node");
}
export { noNode as crc32 };
