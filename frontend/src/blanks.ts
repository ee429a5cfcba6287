// The summary's page: the pressed number stays marked while its reason and rows stand beside the text.
import { fresh } from "./dom";

export function watchBlanks(root: ParentNode): void {
  for (const text of fresh<HTMLElement>(root, "[data-blanks]")) {
    text.addEventListener("click", (event) => {
      const pressed = (event.target as HTMLElement).closest<HTMLElement>("[data-blank]");
      if (!pressed) return;
      for (const other of text.querySelectorAll("[data-blank][aria-current]")) other.removeAttribute("aria-current");
      pressed.setAttribute("aria-current", "true");
    });
  }
}
