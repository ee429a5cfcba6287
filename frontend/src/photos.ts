// Photos go up as soon as they are chosen, made smaller first; their ids stand in a hidden input, so that a form
// that comes back with an error has lost none. A photo chosen by mistake is taken off by the cross on it.
import { csrfToken, fresh } from "./dom";

const EDGE_MAX_PX = 1600;
const SMALL_ENOUGH_BYTES = 1_000_000;
const NO_ID = "00000000-0000-0000-0000-000000000000"; // stands in data-thumb where the id goes
const NOT_SENT = "照片没有传上去，请检查网络后重新选择。";
const CROSS =
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" aria-hidden="true"><path d="M18 6L6 18M6 6l12 12"/></svg>';

export function watchPhotos(root: ParentNode): void {
  for (const box of fresh<HTMLElement>(root, "[data-photos]")) prepare(box);
}

function prepare(box: HTMLElement): void {
  const file = box.querySelector<HTMLInputElement>("input[type=file]");
  const ids = box.querySelector<HTMLInputElement>("input[type=hidden]");
  const strip = box.querySelector<HTMLElement>("[data-photo-strip]");
  const problem = box.querySelector<HTMLElement>("[data-photo-problem]");
  const url = box.dataset.photos;
  if (!file || !ids || !strip || !problem || !url) return;
  const thumb = (id: string): string => (box.dataset.thumb ?? "").replace(NO_ID, id);
  const say = (all: string[]): void => {
    ids.value = all.join(",");
    ids.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const held = (): string[] => ids.value.split(",").filter(Boolean);
  const show = (): void => {
    strip.replaceChildren(
      ...held().map((id) =>
        shot(thumb(id), () => {
          say(held().filter((one) => one !== id));
          show();
        }),
      ),
    );
  };
  show();
  const name = file.name;
  file.addEventListener("change", async () => {
    const chosen = [...(file.files ?? [])];
    problem.textContent = "";
    box.classList.add("is-busy");
    for (const one of chosen) {
      const answer = await send(url, await shrink(one), one.name);
      if ("error" in answer) problem.textContent = answer.error;
      else say(box.dataset.single ? [answer.id] : [...held(), answer.id]);
    }
    file.value = "";
    box.classList.remove("is-busy");
    show();
  });
  // With script the bytes have gone up already: the file input itself is not posted, unless nothing was uploaded.
  file.form?.addEventListener("submit", () => (file.name = ids.value ? "" : name));
}

function shot(address: string, remove: () => void): HTMLElement {
  const frame = document.createElement("span");
  frame.className = "shot";
  const picture = document.createElement("img");
  picture.src = address;
  picture.alt = "已上传的照片";
  const cross = document.createElement("button");
  cross.type = "button";
  cross.setAttribute("aria-label", "去掉这张照片");
  cross.innerHTML = CROSS;
  cross.addEventListener("click", remove);
  frame.append(picture, cross);
  return frame;
}

type Answer = { id: string; thumb: string } | { error: string };

async function send(url: string, content: Blob, name: string): Promise<Answer> {
  const body = new FormData();
  body.append("file", content, name);
  try {
    const response = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": csrfToken() } });
    const answer = (await response.json()) as Partial<Record<"id" | "thumb" | "error", string>>;
    return answer.id && answer.thumb ? { id: answer.id, thumb: answer.thumb } : { error: answer.error ?? NOT_SENT };
  } catch {
    return { error: NOT_SENT }; // no line, or a page instead of JSON: the session ran out
  }
}

async function shrink(chosen: File): Promise<Blob> {
  if (!chosen.type.startsWith("image/")) return chosen;
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(chosen);
  } catch {
    return chosen; // not a picture after all: the server says so
  }
  const scale = Math.min(1, EDGE_MAX_PX / Math.max(picture.width, picture.height));
  if (scale === 1 && chosen.size < SMALL_ENOUGH_BYTES) return chosen;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? chosen), "image/jpeg", 0.85));
}
