// A checklist: all items good in one press; an item marked bad opens its block, any other choice closes it.
import { fresh } from "./dom";

export function watchChecklist(root: ParentNode): void {
  for (const list of fresh<HTMLElement>(root, "[data-checklist]")) {
    list.querySelector("[data-all-good]")?.addEventListener("click", () => {
      for (const radio of list.querySelectorAll<HTMLInputElement>("input[type=radio][value=good]")) {
        const bad = list.querySelector<HTMLInputElement>(`input[name="${radio.name}"][value=bad]`);
        if (!bad?.checked) radio.checked = true;
      }
      count(list);
    });
    list.addEventListener("change", () => sync(list));
    sync(list);
  }
  for (const group of fresh<HTMLElement>(root, "[data-switch]")) {
    group.addEventListener("change", () => switchParts(group));
    switchParts(group);
  }
  for (const button of fresh<HTMLButtonElement>(root, "[data-set-value]")) {
    button.addEventListener("click", () => {
      const input = document.getElementById(button.dataset.for ?? "") as HTMLInputElement | null;
      if (input) input.value = button.dataset.setValue ?? "";
    });
  }
}

function sync(list: HTMLElement): void {
  for (const block of list.querySelectorAll<HTMLElement>("[data-if-bad]")) {
    const bad = list.querySelector<HTMLInputElement>(`input[name="${block.dataset.ifBad}"][value=bad]`);
    block.hidden = !bad?.checked;
  }
  count(list);
}

function count(list: HTMLElement): void {
  const shown = list.querySelector("[data-bad-count]");
  if (shown) shown.textContent = String(list.querySelectorAll("input[type=radio][value=bad]:checked").length);
}

/** Parts marked data-when="value" (or several, with spaces between) show while the group's select, or its chosen radio, has such a value. */
function switchParts(group: HTMLElement): void {
  const name = group.dataset.switch;
  const chosen = group.querySelector<HTMLInputElement | HTMLSelectElement>(`select[name="${name}"], input[name="${name}"]:checked`)?.value;
  for (const part of group.querySelectorAll<HTMLElement>("[data-when]")) {
    part.hidden = !(part.dataset.when ?? "").split(" ").includes(chosen ?? "");
  }
}
