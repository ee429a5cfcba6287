// Keeps what is typed into a long form on this device until it has been taken, so that a lost connection or a
// session that ran out loses nothing. Only fields of forms that ask for it (data-keep="key"); never passwords or files.
import { fresh } from "./dom";

const PREFIX = "bihuan:";

export function watchKeeper(root: ParentNode): void {
  for (const mark of fresh<HTMLElement>(root, "[data-kept-clear]")) {
    localStorage.removeItem(PREFIX + mark.dataset.keptClear);
  }
  for (const form of fresh<HTMLFormElement>(root, "form[data-keep]")) {
    const key = PREFIX + form.dataset.keep;
    if (!form.dataset.bound) restore(form, key);
    form.addEventListener("input", () => save(form, key));
    form.addEventListener("change", () => save(form, key));
  }
}

function fields(form: HTMLFormElement): (HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[] {
  return [...form.querySelectorAll<HTMLInputElement>("input[name], textarea[name], select[name]")].filter(
    (one) => one.name !== "csrfmiddlewaretoken" && !["password", "file", "submit"].includes(one.type),
  );
}

function save(form: HTMLFormElement, key: string): void {
  const values: Record<string, string> = {};
  for (const one of fields(form)) {
    if (one instanceof HTMLInputElement && ["radio", "checkbox"].includes(one.type)) {
      if (one.checked) values[`${one.name}=${one.value}`] = "on";
    } else if (one.value.length < 200_000) values[one.name] = one.value;
  }
  localStorage.setItem(key, JSON.stringify(values));
}

function restore(form: HTMLFormElement, key: string): void {
  const kept = localStorage.getItem(key);
  if (!kept) return;
  const values = JSON.parse(kept) as Record<string, string>;
  for (const one of fields(form)) {
    if (one instanceof HTMLInputElement && ["radio", "checkbox"].includes(one.type)) {
      one.checked = `${one.name}=${one.value}` in values;
    } else if (one.name in values && (one.type !== "hidden" || one.dataset.kept !== undefined)) {
      one.value = values[one.name] ?? one.value;
    }
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}
