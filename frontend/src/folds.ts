// What a phone has no room for: the filters of a list fold, and of pages beside each other the one that is open is moved into sight.
import { fresh } from "./dom";

const FEW = 2; // so many filters stay in sight

export function watchFolds(root: ParentNode): void {
  for (const form of fresh<HTMLFormElement>(root, "form.filters")) {
    const others = form.querySelectorAll<HTMLSelectElement | HTMLInputElement>(
      "select, input:not([type=hidden], [type=search])",
    );
    if (!form.querySelector("input[type=search]") || others.length < FEW) continue;
    form.classList.add("folds");
    form.append(foldButton(form, Number(form.dataset.used ?? [...others].filter(isSet).length)));
  }
}

export function watchTabs(root: ParentNode): void {
  for (const open of fresh<HTMLElement>(root, ".tabs [aria-current]")) {
    const row = open.parentElement;
    if (row) row.scrollLeft = open.offsetLeft - row.offsetLeft - (row.clientWidth - open.offsetWidth) / 2;
  }
}

function isSet(one: HTMLSelectElement | HTMLInputElement): boolean {
  return one instanceof HTMLInputElement && one.type === "checkbox" ? one.checked : one.value !== "";
}

function foldButton(form: HTMLFormElement, used: number): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn fold";
  button.textContent = used ? `条件（${used}）` : "条件";
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    button.setAttribute("aria-expanded", String(form.classList.toggle("is-open")));
  });
  return button;
}
