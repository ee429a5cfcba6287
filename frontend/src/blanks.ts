// The summary's page: the pressed number stays marked while its reason and rows stand beside the text. A number is a
// button with hx-get, so Enter presses it; the arrow keys go from one to the next.
import { fresh } from "./dom";

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export function watchBlanks(root: ParentNode): void {
  for (const text of fresh<HTMLElement>(root, "[data-blanks]")) {
    text.addEventListener("click", (event) => {
      const pressed = (event.target as HTMLElement).closest<HTMLElement>("[data-blank]");
      if (!pressed) return;
      for (const other of text.querySelectorAll("[data-blank][aria-current]")) other.removeAttribute("aria-current");
      pressed.setAttribute("aria-current", "true");
    });
    text.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      const all = [...text.querySelectorAll<HTMLElement>("[data-blank]")];
      const here = all.indexOf(event.target as HTMLElement);
      const next = step && here >= 0 ? all[here + step] : undefined;
      if (!next) return;
      event.preventDefault();
      next.focus();
    });
  }
}
