/** Elements under a root that match, the root itself included, each given once over the page's life. */
const seen = new WeakMap<Element, Set<string>>();

export function fresh<T extends HTMLElement>(root: ParentNode, selector: string): T[] {
  const found = [...root.querySelectorAll<T>(selector)];
  if (root instanceof HTMLElement && root.matches(selector)) found.unshift(root as T);
  return found.filter((element) => {
    const marks = seen.get(element) ?? new Set<string>();
    if (marks.has(selector)) return false;
    seen.set(element, marks.add(selector));
    return true;
  });
}

export function csrfToken(): string {
  return document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

/** Whether a key pressed there is typed into a field. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select");
}
