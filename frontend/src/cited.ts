// A notice that concerns only what cites certain laws: shown beside a finding while its basis names one of them.
import { fresh } from "./dom";

export function watchCited(root: ParentNode): void {
  for (const notice of fresh<HTMLElement>(root, "[data-if-cited]")) {
    const block = notice.closest<HTMLElement>(".bad-block");
    const basis = block?.querySelector<HTMLInputElement>("input[data-basis]");
    if (!block || !basis) continue;
    const laws = (notice.dataset.ifCited ?? "").split("|");
    const look = (): void => { notice.hidden = !laws.some((law) => basis.value.includes(`${law}》`)); };
    for (const kind of ["input", "change"]) block.addEventListener(kind, look);
    look();
  }
}
