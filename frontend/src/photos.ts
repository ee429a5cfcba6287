// Photos go up as soon as they are chosen, made smaller first; their ids stand in a hidden input, so that a form
// that comes back with an error has lost none.
import { csrfToken, fresh } from "./dom";

const EDGE_MAX_PX = 1600;

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
  const name = file.name;
  file.addEventListener("change", async () => {
    problem.textContent = "";
    box.classList.add("is-busy");
    for (const chosen of file.files ?? []) {
      const answer = await send(url, await shrink(chosen), chosen.name);
      if ("error" in answer) {
        problem.textContent = answer.error;
        continue;
      }
      ids.value = box.dataset.single ? answer.id : [ids.value, answer.id].filter(Boolean).join(",");
      const picture = document.createElement("img");
      picture.src = answer.thumb;
      picture.alt = chosen.name;
      if (box.dataset.single) strip.replaceChildren(picture);
      else strip.append(picture);
    }
    file.value = "";
    box.classList.remove("is-busy");
    ids.dispatchEvent(new Event("change", { bubbles: true }));
  });
  // With script the bytes have gone up already: the file input itself is not posted, unless nothing was uploaded.
  file.form?.addEventListener("submit", () => (file.name = ids.value ? "" : name));
}

type Answer = { id: string; thumb: string } | { error: string };

async function send(url: string, content: Blob, name: string): Promise<Answer> {
  const body = new FormData();
  body.append("file", content, name);
  try {
    const response = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": csrfToken() } });
    return (await response.json()) as Answer;
  } catch {
    return { error: "照片没有传上去，请检查网络后重新选择。" };
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
  if (scale === 1 && chosen.size < 1_000_000) return chosen;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? chosen), "image/jpeg", 0.85));
}
