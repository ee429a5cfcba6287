// The summary's page: the pressed number stays marked while its reason and rows stand beside the text. A number is a
// button with hx-get, so Enter presses it; the arrow keys go from one to the next. A link beside the text that asks for
// the same marks the number too, and brings it into sight.
import { fresh } from "./dom";

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export function watchBlanks(root: ParentNode): void {
  for (const text of fresh<HTMLElement>(root, "[data-blanks]")) {
    const all = [...text.querySelectorAll<HTMLElement>("[data-blank]")];
    const mark = (pressed: HTMLElement): void => {
      for (const one of all) one.removeAttribute("aria-current");
      // a claim that holds a number is cut around it: all its pieces are marked
      for (const one of all) if (one.dataset.blank === pressed.dataset.blank) one.setAttribute("aria-current", "true");
      text.classList.add("is-asked");
    };
    document.addEventListener("click", (event) => {
      const pressed = (event.target as HTMLElement).closest<HTMLElement>("[data-blank], [hx-get]");
      const blank = all.find((one) => one === pressed || isSame(one, pressed));
      if (!pressed || !blank) return;
      mark(blank);
      if (blank !== pressed) blank.scrollIntoView({ block: "center" });
    });
    text.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      const here = all.indexOf(event.target as HTMLElement);
      const next = step && here >= 0 ? all[here + step] : undefined;
      if (!next) return;
      event.preventDefault();
      next.focus();
    });
  }
}

function isSame(blank: HTMLElement, pressed: HTMLElement | null): boolean {
  const asked = pressed?.getAttribute("hx-get");
  return Boolean(asked) && blank.getAttribute("hx-get") === asked;
}
