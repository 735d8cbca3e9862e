// Buttons that run the code of a page in a worker. Nothing runs before somebody presses one.
const MARK = "\u0001";
const base = new URL(document.documentElement.dataset.base ?? "./", document.baseURI);

for (const place of document.querySelectorAll("[data-program]")) {
  const button = place.querySelector("button");
  const output = place.querySelector("output");
  button.addEventListener("click", () => {
    button.disabled = true;
    output.hidden = false;
    output.textContent = "running …";
    const lines = [];
    let block = 0;
    const end = (text) => {
      worker.terminate();
      button.disabled = false;
      output.textContent = text;
    };
    let worker;
    try {
      worker = new Worker(new URL("run/worker.js", base), { type: "module" });
    } catch {
      output.textContent = "This page was opened from a disk: code runs where it comes from a web server.";
      button.disabled = false;
      return;
    }
    worker.addEventListener("error", () =>
      end("The code could not be loaded: it runs where this page comes from a web server."),
    );
    worker.addEventListener("message", ({ data }) => {
      if (data.fault !== undefined) end(`${lines.join("\n")}\n${data.fault}`.trim());
      else if (data.text !== MARK) {
        if (block === Number(place.dataset.block)) lines.push(data.text);
      } else if (block++ === Number(place.dataset.block))
        end(lines.length > 0 ? lines.join("\n") : "done; it prints nothing");
    });
    worker.postMessage({ program: new URL(place.dataset.program, base).href });
  });
}
