// A place by what somebody types: a village, a unit, an address. The town's own records answer; what is chosen takes the pin.
import * as L from "leaflet";

const PAUSE_MS = 350;

interface Place {
  says: string;
  north: number;
  east: number;
}

export function watchFinding(part: HTMLElement, url: string, take: (at: L.LatLng) => void): void {
  const input = part.querySelector<HTMLInputElement>("[data-pin-find]");
  const list = part.querySelector<HTMLElement>("[data-pin-found]");
  if (!input || !list) return;
  let waiting = 0;
  const look = async () => {
    const words = input.value.trim();
    if (words.length < 2) return list.replaceChildren();
    const found = await ask(url, words);
    if (words !== input.value.trim()) return; // somebody typed on
    list.replaceChildren(...(found?.length ? found.map((one) => button(one, take, list)) : [found ? "没有找到。请在图上点，或者填坐标。" : "没有查到，请检查网络后再试。"]));
  };
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(look, PAUSE_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // the form is not sent by it
    clearTimeout(waiting);
    void look();
  });
}

async function ask(url: string, words: string): Promise<Place[] | undefined> {
  try {
    const answer = await fetch(`${url}?words=${encodeURIComponent(words)}`);
    return answer.ok ? ((await answer.json()) as { places: Place[] }).places : undefined;
  } catch {
    return undefined; // no network: told as that
  }
}

function button(one: Place, take: (at: L.LatLng) => void, list: HTMLElement): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn";
  made.textContent = one.says;
  made.addEventListener("click", () => {
    take(L.latLng(one.north, one.east));
    list.replaceChildren();
  });
  return made;
}
