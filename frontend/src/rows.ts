// Rows of a list chosen for a step to all of them: all of the page in one press, and how many they are.
import { fresh } from "./dom";

export function watchRows(root: ParentNode): void {
  for (const form of fresh<HTMLFormElement>(root, "form[data-bulk]")) {
    const all = document.querySelector<HTMLInputElement>("[data-bulk-all]");
    const rows = [...document.querySelectorAll<HTMLInputElement>(`input[name=row][form="${form.id}"]`)];
    const count = form.querySelector("[data-bulk-count]");
    const told = count?.textContent ?? "";
    const show = (): void => {
      const chosen = rows.filter((one) => one.checked).length;
      for (const button of form.querySelectorAll("button")) button.disabled = !chosen;
      form.classList.toggle("is-on", chosen > 0);
      if (count) count.textContent = chosen ? `已选${chosen}条` : told;
      if (all) [all.checked, all.indeterminate] = [chosen === rows.length, chosen > 0 && chosen < rows.length];
    };
    all?.addEventListener("change", () => {
      for (const one of rows) one.checked = all.checked;
      show();
    });
    for (const one of rows) one.addEventListener("change", show);
    show();
    window.addEventListener("pageshow", show); // back from the preview, the browser may have kept what was chosen
  }
}
