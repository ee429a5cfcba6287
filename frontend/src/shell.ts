// What stands around every page: larger text without losing what was typed, printing, and arrow keys in menus.
import { fresh } from "./dom";

/** 大字版: the server remembers it, the page changes at once. Without script the form is posted and the page comes anew. */
export function watchTextSize(root: ParentNode): void {
  for (const form of fresh<HTMLFormElement>(root, "form[data-text-size]")) {
    const button = form.querySelector("button");
    if (!button) continue;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const given = new FormData(form);
      given.set("size", button.value);
      void fetch(form.action, { method: "POST", body: given, redirect: "manual" })
        .then(() => {
          const isLarge = document.documentElement.classList.toggle("large", button.value === "large");
          button.value = isLarge ? "standard" : "large";
          button.textContent = isLarge ? "标准版" : "大字版";
        })
        .catch(() => form.submit());
    });
  }
}

export function watchPrint(root: ParentNode): void {
  for (const button of fresh(root, "[data-print]")) button.addEventListener("click", () => window.print());
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** A menu that opens (details[data-sheet]): arrows walk through it, Escape closes it and goes back to what opened it. */
export function watchSheet(root: ParentNode): void {
  for (const sheet of fresh<HTMLDetailsElement>(root, "details[data-sheet], details.menu")) {
    const summary = sheet.querySelector("summary");
    document.addEventListener("click", (event) => {
      if (!sheet.contains(event.target as Node)) sheet.open = false;
    });
    sheet.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && sheet.open) {
        sheet.open = false;
        summary?.focus();
      }
      const step = STEPS[event.key];
      if (!step) return;
      event.preventDefault();
      sheet.open = true;
      const places = [...sheet.querySelectorAll<HTMLElement>("a")];
      const here = places.indexOf(document.activeElement as HTMLElement);
      places[here < 0 && step < 0 ? places.length - 1 : (here + step + places.length) % places.length]?.focus();
    });
  }
}
