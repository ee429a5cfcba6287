// What was found, chosen from the library of violations: words, the article broken and what is demanded are filled in, to be edited.
import { fresh } from "./dom";

export function watchViolations(root: ParentNode): void {
  const library = document.querySelector<HTMLDataListElement>("#violations");
  if (!library) return;
  for (const picker of fresh<HTMLElement>(root, "[data-violations]")) {
    picker.hidden = false;
    const input = picker.querySelector("input");
    input?.addEventListener("change", () => {
      const chosen = [...library.options].find((one) => one.value === input.value);
      const block = picker.closest(".bad-block");
      if (!chosen || !block) return;
      put(block.querySelector("textarea"), chosen.value);
      put(block.querySelector("input[data-basis]"), chosen.dataset.basis ?? "");
      put(block.querySelector("input[data-demand]"), chosen.dataset.demand ?? "");
      block.querySelectorAll("details").forEach((one) => { if (one.querySelector("input[data-basis]")) one.open = true; });
    });
  }
}

function put(field: HTMLInputElement | HTMLTextAreaElement | null, text: string): void {
  if (!field) return;
  field.value = field.maxLength > 0 ? text.slice(0, field.maxLength) : text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}
