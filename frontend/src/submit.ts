// A form goes off once: a second press on a slow line does nothing, and photos still going up are waited for.
import { fresh } from "./dom";
import { toast } from "./toast";

const AGAIN_MS = 10_000; // an answer that is a download leaves the page as it is: the button comes back

export function watchSubmit(root: ParentNode): void {
  for (const form of fresh<HTMLFormElement>(root, "form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      if (form.querySelector(".is-busy")) {
        event.preventDefault();
        toast("照片还在上传，请稍候再提交。");
      } else if (form.dataset.sent) event.preventDefault();
      else mark(form, true);
    });
  }
}

function mark(form: HTMLFormElement, isSent: boolean): void {
  if (isSent) {
    form.dataset.sent = "yes";
    setTimeout(() => mark(form, false), AGAIN_MS);
  } else delete form.dataset.sent;
  for (const button of form.querySelectorAll(".submit-row button")) button.setAttribute("aria-disabled", String(isSent));
}

// Back from the next page, the browser shows this one as it was left.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) mark(form, false);
});
