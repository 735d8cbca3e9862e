import { connect } from "node:net";
import type { Answer, Request } from "./Request.ts";

/** Has a program run by the server at this socket, which may still be starting. */
export async function ask(socket: string, request: Request): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    try {
      return await askOnce(socket, request);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if ((code !== "ENOENT" && code !== "ECONNREFUSED") || tries > 1000) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

function askOnce(socket: string, request: Request): Promise<Answer> {
  return new Promise((done, fail) => {
    let text = "";
    connect(socket)
      .setEncoding("utf8")
      .on("data", (piece: string) => {
        text += piece;
      })
      .on("error", fail)
      .on("close", () => {
        if (text === "") fail(new Error(`the command server died of ${request.args.join(" ")}`));
        else done(JSON.parse(text) as Answer);
      })
      .end(JSON.stringify(request));
  });
}
