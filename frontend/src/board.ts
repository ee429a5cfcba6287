// The big screen asks for itself each minute; where no answer comes, it says since when it stands.
import { fresh } from "./dom";

export function watchBoard(root: ParentNode): void {
  for (const board of fresh<HTMLElement>(root, "[data-board]")) {
    const fails = () => {
      board.classList.add("stale");
      const line = board.querySelector<HTMLElement>("[data-board-says]");
      if (line && !line.textContent?.startsWith("连不上")) line.textContent = `连不上服务器，停在${line.textContent}`;
    };
    for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) board.addEventListener(name, fails);
  }
}
