// The way back to a list leads to where one was: the same filters and page, and the same place on it. Kept for this tab alone.
import { fresh } from "./dom";

const KEPT = "list:"; // + the list's path: its query, and how far it was scrolled

interface Kept {
  query: string;
  top: number;
}

export function watchBack(root: ParentNode): void {
  if (fresh(root, "[data-list]").length) rememberList();
  for (const link of fresh<HTMLAnchorElement>(root, ".crumbs a")) {
    const kept = read(link.pathname);
    if (!kept || link.search) continue;
    link.search = kept.query;
    link.addEventListener("click", () => sessionStorage.setItem("list-top", `${link.pathname}${kept.query} ${kept.top}`));
  }
}

function rememberList(): void {
  const here = location.pathname + location.search;
  const [wanted, top] = (sessionStorage.getItem("list-top") ?? "").split(" ");
  sessionStorage.removeItem("list-top");
  if (wanted === here && top) window.scrollTo({ top: Number(top), behavior: "instant" });
  window.addEventListener("pagehide", () => {
    const kept: Kept = { query: location.search, top: Math.round(window.scrollY) };
    sessionStorage.setItem(KEPT + location.pathname, JSON.stringify(kept));
  });
}

function read(path: string): Kept | null {
  const said = sessionStorage.getItem(KEPT + path);
  return said ? (JSON.parse(said) as Kept) : null;
}
