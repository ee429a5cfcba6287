// A press that cannot be taken back asks first, in the page's own dialog.
import { fresh } from "./dom";

export function watchConfirm(root: ParentNode): void {
  for (const button of fresh<HTMLButtonElement>(root, "button[data-confirm]")) {
    button.addEventListener("click", (event) => {
      const dialog = document.querySelector<HTMLDialogElement>("#confirm");
      if (!dialog || button.dataset.confirmed) return;
      event.preventDefault();
      const text = dialog.querySelector("p");
      if (text) text.textContent = button.dataset.confirm ?? "";
      dialog.returnValue = "";
      dialog.onclose = () => {
        if (dialog.returnValue !== "yes") return;
        button.dataset.confirmed = "yes";
        button.click();
        delete button.dataset.confirmed;
      };
      dialog.showModal();
    });
  }
}
