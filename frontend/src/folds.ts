// What opens and closes: the filters on a phone, and the sheet of further places at the bottom bar.
import { fresh } from "./dom";

export function watchFolds(root: ParentNode): void {
  for (const button of fresh<HTMLButtonElement>(root, "button[data-fold]")) {
    button.addEventListener("click", () => {
      const isOpen = button.getAttribute("aria-expanded") === "true";
      button.setAttribute("aria-expanded", String(!isOpen));
      button.closest("form")?.classList.toggle("is-open", !isOpen);
    });
  }
}

export function watchSheet(root: ParentNode): void {
  for (const sheet of fresh<HTMLDetailsElement>(root, "details[data-sheet]")) {
    document.addEventListener("click", (event) => {
      if (!sheet.contains(event.target as Node)) sheet.open = false;
    });
    sheet.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      sheet.open = false;
      sheet.querySelector("summary")?.focus();
    });
  }
}
