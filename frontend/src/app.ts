// The pages work without script; this makes them quicker to use. Each module looks for its own elements.
import "@tabler/core/dist/css/tabler.css";
import "./app.css";
import "htmx.org";
import { watchBlanks } from "./blanks";
import { watchChecklist } from "./checklist";
import { watchConfirm } from "./confirm";
import { watchKeeper } from "./keeper";
import { watchPhotos } from "./photos";
import { watchSignature } from "./signature";

const watchers = [watchChecklist, watchConfirm, watchKeeper, watchPhotos, watchSignature, watchBlanks];

function wake(root: ParentNode): void {
  for (const watch of watchers) watch(root);
}

document.documentElement.classList.add("has-script");
wake(document);
// Fragments that htmx swaps in are woken like the page.
document.body.addEventListener("htmx:load", (event) => wake(event.target as HTMLElement));
