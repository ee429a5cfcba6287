// A press on a floor plan says where the chosen point stands: per cent from the left and from the top, and the form goes off.
import { fresh } from "./dom";

export function watchSpot(root: ParentNode): void {
  const found = fresh<HTMLElement>(root, "[data-spot]") as Element[];
  for (const plan of found) {
    if (!(plan instanceof SVGSVGElement)) continue;
    const form = document.getElementById(plan.dataset.spot ?? "");
    if (!(form instanceof HTMLFormElement)) continue;
    plan.addEventListener("click", (event) => {
      // Where the plan is higher than the screen, it stands in the middle of its box: its own matrix knows.
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(plan.getScreenCTM()?.inverse());
      fill(form, "x", at.x / plan.viewBox.baseVal.width);
      fill(form, "y", at.y / plan.viewBox.baseVal.height);
      form.requestSubmit();
    });
  }
}

function fill(form: HTMLFormElement, name: string, share: number): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.value = (Math.min(Math.max(share, 0), 1) * 100).toFixed(2);
}
