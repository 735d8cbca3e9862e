import { render } from "preact";
import { App } from "./App.tsx";

const place = document.getElementById("app")!;
place.replaceChildren();
render(<App />, place);
