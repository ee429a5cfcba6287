// 一张图: marks of the view, put together by the server; a press on one of several goes nearer, on a single one opens its card.
import * as L from "leaflet";
import { ground, outlines, told, type Told } from "./ground";

type Box = [number, number, number, number];
type Mark = [number, number, number, number, string | Box, (string | number)?];

const SPARE = 0.3; // of the view, asked for beside it: a short way needs no new question
const WAIT_MS = 120;
const NEAREST = 18;

export function show(box: HTMLElement): void {
  const says = told(box);
  const map = ground(box, says);
  void outlines(map, says);
  if (says.layer) new Marks(map, says).watch();
}

class Marks {
  private readonly group = L.layerGroup();
  private asked?: AbortController;
  private have?: { box: L.LatLngBounds; zoom: number };
  private timer = 0;

  constructor(private readonly map: L.Map, private readonly says: Told) {}

  watch(): void {
    this.group.addTo(this.map);
    this.map.on("moveend", () => this.later());
    document.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("[data-map-close]")) this.close();
    });
    const at = this.says.at;
    if (at) {
      this.map.setView([at[0], at[1]], 16, { animate: false });
      void this.card(`id=${at[2]}`);
    }
    this.later();
  }

  private later(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.load(), WAIT_MS);
  }

  private async load(): Promise<void> {
    const view = this.map.getBounds();
    const zoom = Math.floor(this.map.getZoom());
    if (this.have?.zoom === zoom && this.have.box.contains(view)) return;
    const box = view.pad(SPARE);
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    try {
      const answer = await fetch(this.address(this.says.points, `box=${box.toBBoxString()}&zoom=${zoom}`), { signal: asked.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = (await answer.json()) as { marks: Mark[] };
      this.have = { box, zoom };
      this.put(found.marks);
    } catch (error) {
      if (!asked.signal.aborted) this.map.getContainer().dataset.failed = String(error);
    }
  }

  private address(base: string, more: string): string {
    return `${base}?layer=${this.says.layer}&${more}${this.says.query ? `&${this.says.query}` : ""}`;
  }

  private put(marks: Mark[]): void {
    const focused = document.activeElement?.getAttribute("data-key");
    this.group.clearLayers();
    for (const mark of marks) this.group.addLayer(this.one(mark));
    if (focused) this.map.getContainer().querySelector<HTMLElement>(`[data-key="${focused}"]`)?.focus();
    this.map.getContainer().dataset.marks = String(marks.length);
  }

  private one(mark: Mark): L.Marker {
    const [north, east, count, weight, what, more] = mark;
    const [tone, sign, label] = this.says.tones?.[String(weight)] ?? ["none", "·", ""];
    const several = typeof what !== "string";
    const done = several && this.says.apart ? Number(more) : -1;
    const begun = done > 0 && done < count ? " part" : "";
    const text = !several ? `${more}，${label}` : done < 0 ? `${count}${this.says.unit}，最重：${label}` : `${done}/${count}${this.says.unit}已检查`;
    const size = several ? (done < 0 ? 34 : 40) + Math.min(18, Math.floor(Math.log2(count) * 2)) : 28;
    const face = document.createElement("span");
    face.append(!several ? sign : done < 0 ? String(count) : `${done}/${count}`);
    const icon = L.divIcon({ html: face, className: `bh-mark ${tone}${several ? " several" : ""}${begun}`, iconSize: [size, size] });
    const marker = L.marker([north, east], { icon, title: text, alt: text, riseOnHover: true, zIndexOffset: weight * 1000 });
    const open = () => (typeof what === "string" ? void this.card(`id=${what}`) : this.nearer(what));
    marker.on("click", open);
    marker.on("add", () => {
      const element = marker.getElement();
      element?.setAttribute("data-key", `${several ? "n" : what}:${north},${east}`);
      element?.setAttribute("aria-label", text);
      element?.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          open();
        }
      });
    });
    return marker;
  }

  /** Nearer to several; where they lie at one place, or nothing is nearer, they are listed. */
  private nearer([south, west, north, east]: Box): void {
    const box = L.latLngBounds([south, west], [north, east]);
    const zoom = this.map.getBoundsZoom(box, false, L.point(48, 48));
    if (this.map.getZoom() >= NEAREST || (south === north && west === east)) {
      const wide = 0.000006;
      void this.card(`box=${west - wide},${south - wide},${east + wide},${north + wide}`);
    } else {
      this.map.setView(box.getCenter(), Math.min(NEAREST, Math.max(zoom, this.map.getZoom() + 1)));
    }
  }

  private async card(asked: string): Promise<void> {
    const answer = await fetch(this.address(this.says.card ?? "", asked));
    const place = document.querySelector<HTMLElement>("[data-map-card]");
    if (!place || !answer.ok) return;
    place.innerHTML = await answer.text();
    place.querySelector<HTMLElement>("section")?.focus();
  }

  private close(): void {
    document.querySelector("[data-map-card]")?.replaceChildren();
    this.map.getContainer().focus();
  }
}
