// A press that cannot be taken back asks first, in the page's own dialog.
import { fresh } from "./dom";

function ask(text: string, agreed: () => void): void {
  const dialog = document.querySelector<HTMLDialogElement>("#confirm");
  const words = dialog?.querySelector("p");
  if (!dialog || !words) return agreed();
  words.textContent = text;
  dialog.returnValue = "";
  dialog.onclose = () => {
    if (dialog.returnValue === "yes") agreed();
  };
  dialog.showModal();
}

export function watchConfirm(root: ParentNode): void {
  for (const button of fresh<HTMLButtonElement>(root, "button[data-confirm]")) {
    button.addEventListener("click", (event) => {
      if (button.dataset.confirmed) return;
      event.preventDefault();
      ask(button.dataset.confirm ?? "", () => {
        button.dataset.confirmed = "yes";
        button.click();
        delete button.dataset.confirmed;
      });
    });
  }
}

/** The same for hx-confirm, instead of the browser's own box. */
export function confirmForHtmx(): void {
  document.body.addEventListener("htmx:confirm", (event) => {
    const { question, issueRequest } = (event as CustomEvent<{ question?: string; issueRequest: (skip: boolean) => void }>).detail;
    if (!question) return;
    event.preventDefault();
    ask(question, () => issueRequest(true));
  });
}
