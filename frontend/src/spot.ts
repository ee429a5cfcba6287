// A press on a floor plan says where the chosen point stands: per cent from the left and from the top, and the form goes off.
import { fresh } from "./dom";

export function watchSpot(root: ParentNode): void {
  for (const plan of fresh<HTMLElement>(root, "[data-spot]")) {
    const form = document.getElementById(plan.dataset.spot ?? "");
    if (!(form instanceof HTMLFormElement)) continue;
    plan.addEventListener("click", (event) => {
      const box = plan.getBoundingClientRect();
      fill(form, "x", (event.clientX - box.left) / box.width);
      fill(form, "y", (event.clientY - box.top) / box.height);
      form.requestSubmit();
    });
  }
}

function fill(form: HTMLFormElement, name: string, share: number): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.value = (Math.min(Math.max(share, 0), 1) * 100).toFixed(2);
}
