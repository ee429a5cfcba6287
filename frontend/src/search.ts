// The box in the head: / goes there, ↓ and ↑ walk through what was found, Escape closes it.
import { fresh, isTyping } from "./dom";

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

export function watchSearch(root: ParentNode): void {
  for (const box of fresh<HTMLFormElement>(root, "[data-search]")) {
    const input = box.querySelector<HTMLInputElement>("input[type=search]");
    const found = box.querySelector<HTMLElement>(".found");
    if (!input || !found) continue;
    input.addEventListener("input", () => {
      if (!input.value.trim()) found.replaceChildren();
    });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        found.replaceChildren();
        input.focus();
      }
      const step = STEPS[event.key];
      if (!step || event.isComposing) return;
      const stops = [input, ...found.querySelectorAll<HTMLElement>("a.hit")];
      const at = stops.findIndex((one) => one === document.activeElement);
      event.preventDefault();
      stops[(at + step + stops.length) % stops.length]?.focus();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
      event.preventDefault();
      input.focus();
      input.select();
    });
  }
}
