// Places that are folded away (one in each finding of a check): what draws maps is loaded when the first is opened, so that nobody waits for
// it who opens none. The page says once, in [data-spot-map], what the maps begin with and where their script and styles are.
import { fresh } from "./dom";

let loaded: Promise<unknown> | undefined;

export function watchOpened(root: ParentNode): void {
  for (const fold of fresh<HTMLDetailsElement>(root, "details[data-place]")) {
    fold.addEventListener("toggle", () => begin(fold));
    begin(fold);
  }
}

function begin(fold: HTMLDetailsElement): void {
  const box = fold.querySelector<HTMLElement>("[data-pin-later]");
  const says = document.querySelector<HTMLScriptElement>("script[data-spot-map]");
  if (!fold.open || !box || !says || box.dataset.pin !== undefined) return;
  box.dataset.pin = "";
  const config = document.createElement("script");
  config.type = "application/json";
  config.textContent = says.textContent;
  box.append(config);
  loaded ??= load(says);
  loaded.then(
    () => box.dispatchEvent(new CustomEvent("bh:pin", { bubbles: true })),
    () => {
      loaded = undefined;
      delete box.dataset.pin; // opened again, it is tried again
      config.remove();
      const line = fold.querySelector("[data-pin-says]");
      if (line) line.textContent = "地图没有打开。请取当前位置，或者填写坐标。";
    },
  );
}

function load(says: HTMLElement): Promise<unknown> {
  const names = (list?: string) => (list ?? "").split(" ").filter(Boolean);
  const styles = names(says.dataset.styles).map((href) => arrived(Object.assign(document.createElement("link"), { rel: "stylesheet", href })));
  const scripts = names(says.dataset.scripts).map((src) => arrived(Object.assign(document.createElement("script"), { type: "module", src })));
  return Promise.all([...styles, ...scripts]);
}

function arrived(element: HTMLElement): Promise<unknown> {
  return new Promise((done, fail) => {
    element.addEventListener("load", done);
    element.addEventListener("error", fail);
    document.head.append(element);
  });
}
