// The summary's page: the pressed number stays marked while its reason and rows stand beside the text. A number is a
// button with hx-get, so Enter presses it. ← and → go from one to the next, ↑ and ↓ only through what is open, and press
// it; a digit presses that offer of the panel. A link beside the text that asks for the same marks the number too.
import { fresh, isTyping } from "./dom";

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
const OPEN = ".ask, .unrecorded, .disproved";

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
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
      if (/^[0-9]$/.test(event.key)) return pressOffer(event);
      const step = STEPS[event.key];
      if (!step || !(text.contains(event.target as Node) || event.target === document.body)) return;
      const next = following(all, /Up|Down/.test(event.key) ? OPEN : "*", step);
      if (!next) return;
      event.preventDefault();
      next.focus();
      if (/Up|Down/.test(event.key)) next.click();
    });
    const first = all.find((one) => one.dataset.blank === text.dataset.open);
    // htmx has to have read the page before its button is pressed
    if (first) window.setTimeout(() => { first.focus(); first.click(); first.scrollIntoView({ block: "center" }); });
  }
}

// The next of a kind from where the reader is: the focused number, else the marked one, else the beginning.
function following(all: HTMLElement[], kind: string, step: number): HTMLElement | undefined {
  const here = all.findIndex((one) => one === document.activeElement);
  const from = here >= 0 ? here : all.findIndex((one) => one.hasAttribute("aria-current"));
  for (let at = from < 0 && step < 0 ? all.length - 1 : from + step; all[at]; at += step) {
    if (all[at]?.matches(kind)) return all[at];
  }
  return undefined;
}

function pressOffer(event: KeyboardEvent): void {
  const offers = [...document.querySelectorAll<HTMLElement>("[data-options] .option")];
  const offer = offers.find((one) => one.querySelector("kbd")?.textContent === event.key);
  if (!offer) return;
  event.preventDefault();
  offer.click();
}

function isSame(blank: HTMLElement, pressed: HTMLElement | null): boolean {
  const asked = pressed?.getAttribute("hx-get");
  return Boolean(asked) && blank.getAttribute("hx-get") === asked;
}
