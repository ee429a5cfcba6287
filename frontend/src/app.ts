// The pages work without script; this makes them quicker to use. Each module looks for its own elements.
import "@tabler/core/dist/css/tabler.css";
import "./app.css";
import "htmx.org";
import { watchBack } from "./back";
import { watchBoard } from "./board";
import { watchBlanks } from "./blanks";
import { watchChecklist } from "./checklist";
import { confirmForHtmx, watchConfirm } from "./confirm";
import { watchFolds, watchTabs } from "./folds";
import { watchHere } from "./here";
import { watchJudge } from "./judge";
import { watchKeeper } from "./keeper";
import { watchLocate } from "./locate";
import { watchOpened } from "./opened";
import { watchPhotos } from "./photos";
import { watchRows } from "./rows";
import { watchSearch } from "./search";
import { watchPrint, watchSheet, watchTextSize } from "./shell";
import { watchSignature } from "./signature";
import { watchSpot } from "./spot";
import { watchSubmit } from "./submit";
import { hearToasts } from "./toast";
import { watchViolations } from "./violations";
import { watchCited } from "./cited";

// The keeper comes first: what it brings back is then shown by the others.
const watchers = [
  watchKeeper, watchChecklist, watchConfirm, watchPhotos, watchSignature, watchSubmit, watchBlanks, watchFolds, watchTabs, watchSheet,
  watchTextSize, watchPrint, watchSearch, watchRows, watchBack, watchLocate,
  watchViolations, watchCited, watchJudge, watchSpot, watchHere, watchBoard, watchOpened,
];

function wake(root: ParentNode): void {
  for (const watch of watchers) watch(root);
}

document.documentElement.classList.add("has-script");
wake(document);
hearToasts();
confirmForHtmx();
// Fragments that htmx swaps in are woken like the page.
document.body.addEventListener("htmx:load", (event) => wake(event.target as HTMLElement));
