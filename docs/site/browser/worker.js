// Runs the program of a page, away from the page: what it prints goes there.
import { printed } from "./printed.js";

console.log = (...values) => postMessage({ text: values.map((one) => printed(one)).join(" ") });
addEventListener("message", async ({ data }) => {
  try {
    await import(data.program);
  } catch (error) {
    postMessage({ fault: error instanceof Error ? error.message : String(error) });
  }
});
