// Keeps what is typed into a long form on this device until it has been taken, so that a lost connection or a
// session that ran out loses nothing. Only fields of forms that ask for it (data-keep="key"); never passwords or files;
// for the person signed in alone, and not longer than a week.
import { fresh } from "./dom";

const DAYS_MAX = 7;
const TEXT_MAX = 200_000;
const SENT = "bihuan:sent"; // the key of the form that this tab has just sent

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
type Kept = { at: number; values: Record<string, string> };

export function watchKeeper(root: ParentNode): void {
  if (!isStorable()) return;
  if (root === document) forgetTaken();
  for (const mark of fresh<HTMLElement>(root, "[data-kept-clear]")) localStorage.removeItem(keyOf(mark.dataset.keptClear));
  for (const form of fresh<HTMLFormElement>(root, "form[data-keep]")) {
    const key = keyOf(form.dataset.keep);
    if (form.dataset.bound === undefined) restore(form, key);
    form.addEventListener("input", () => save(form, key));
    form.addEventListener("change", () => save(form, key));
    // once it goes off: whoever was asked first and thought better of it sends nothing
    form.addEventListener("submit", (event) => setTimeout(() => event.defaultPrevented || sessionStorage.setItem(SENT, key)));
  }
}

/** What was sent last is forgotten where the page that came says so; after a refusal, a lost line or a sign-in it stays. */
function forgetTaken(): void {
  const sent = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  if (sent && document.querySelector("main > .notice.good")) localStorage.removeItem(sent);
}

function keyOf(name: string | undefined): string {
  return `bihuan:${document.body.dataset.who ?? ""}:${name}`;
}

/** A browser may forbid its storage or have none left; the page then works as without this module. */
function isStorable(): boolean {
  try {
    localStorage.setItem("bihuan", "");
    return true;
  } catch {
    return false;
  }
}

function fields(form: HTMLFormElement): Field[] {
  return [...form.querySelectorAll<Field>("input[name], textarea[name], select[name]")].filter(
    (one) => one.name !== "csrfmiddlewaretoken" && !["password", "file", "submit"].includes(one.type),
  );
}

function isTicked(one: Field): one is HTMLInputElement {
  return one instanceof HTMLInputElement && ["radio", "checkbox"].includes(one.type);
}

function save(form: HTMLFormElement, key: string): void {
  const values: Record<string, string> = {};
  for (const one of fields(form)) {
    if (isTicked(one)) {
      if (one.checked) values[`${one.name}=${one.value}`] = "on";
    } else if (one.value.length < TEXT_MAX) values[one.name] = one.value;
  }
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), values } satisfies Kept));
  } catch {
    localStorage.removeItem(key); // full: half of a form would be worse than none
  }
}

function restore(form: HTMLFormElement, key: string): void {
  const kept = localStorage.getItem(key);
  if (!kept) return;
  const { at, values } = JSON.parse(kept) as Kept;
  if (Date.now() - at > DAYS_MAX * 86_400_000) return localStorage.removeItem(key);
  for (const one of fields(form)) {
    if (isTicked(one)) one.checked = `${one.name}=${one.value}` in values;
    else if (one.name in values && (one.type !== "hidden" || one.dataset.kept !== undefined)) {
      one.value = values[one.name] ?? one.value;
    }
  }
  form.prepend(notice(key));
}

function notice(key: string): HTMLElement {
  const box = document.createElement("div");
  box.className = "notice kept";
  box.setAttribute("role", "status");
  box.append("已恢复上次没有提交的内容。");
  const again = document.createElement("button");
  again.type = "button";
  again.className = "btn btn-sm";
  again.textContent = "清空重填";
  again.addEventListener("click", () => {
    localStorage.removeItem(key);
    location.reload();
  });
  box.append(again);
  return box;
}
