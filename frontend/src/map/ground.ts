// What all maps have: the ground by setting, the outlines of the grid, a scale, words in Chinese.
import * as L from "leaflet";

export interface Told {
  shapes: string;
  points: string;
  places: string;
  box: [number, number, number, number];
  known: boolean;
  ground: { urls: string[]; max: number; says: string } | null;
  preview?: GeoJSON.Feature[];
  own?: string;
  here?: [number, number];
  card?: string;
  layer?: string;
  unit?: string;
  query?: string;
  shade?: string;
  tones?: Record<string, [string, string, string]>;
  apart?: boolean;
  at?: [number, number, string] | null;
}

export function told(box: HTMLElement): Told {
  return JSON.parse(box.querySelector("script")?.textContent ?? "{}") as Told;
}

const NEAR = 18;

/** A map on an element, at the town's box. */
export function ground(box: HTMLElement, says: Told): L.Map {
  const map = L.map(box, {
    maxZoom: says.ground ? Math.max(NEAR, says.ground.max) : NEAR,
    minZoom: 4,
    zoomControl: false,
    zoomSnap: says.ground ? 1 : 0.25, // tiles are drawn for whole steps; lines fit their box closer
    zoomDelta: 1,
    attributionControl: Boolean(says.ground),
    fadeAnimation: false,
    keyboardPanDelta: 60,
  });
  L.control.zoom({ zoomInTitle: "放大", zoomOutTitle: "缩小" }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.attributionControl?.setPrefix(false);
  for (const url of says.ground?.urls ?? []) {
    // 天地图 asks where its key is used: that alone is told, of tiles alone.
    const options = { subdomains: "01234567", maxNativeZoom: says.ground?.max, maxZoom: NEAR, attribution: says.ground?.says, referrerPolicy: "origin" as const };
    L.tileLayer(url, options).addTo(map);
  }
  const [south, west, north, east] = says.box;
  const begin = () => map.fitBounds([[south, west], [north, east]], { padding: [16, 16], maxZoom: 16, animate: false });
  begin();
  // A fold that opens, a phone that is turned: the box changes without the window's knowing.
  let hidden = box.clientHeight === 0;
  new ResizeObserver(() => {
    map.invalidateSize({ animate: false });
    if (hidden && box.clientHeight) begin();
    hidden = box.clientHeight === 0;
  }).observe(box);
  return map;
}

interface Shape { id: string; name: string; level: number; step?: string; says?: string }

/** The outlines of the grid below all else; `own` is left out, since it is being drawn. */
export async function outlines(map: L.Map, says: Told): Promise<void> {
  let found: GeoJSON.FeatureCollection;
  if (says.preview) {
    found = { type: "FeatureCollection", features: says.preview };
  } else {
    const answer = await fetch(`${says.shapes}?shade=${says.shade ?? ""}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    found = (await answer.json()) as GeoJSON.FeatureCollection;
  }
  map.createPane("outlines");
  map.createPane("names");
  const of = (feature?: GeoJSON.Feature) => (feature?.properties ?? {}) as Shape;
  const shapes: { one: L.Polygon; shape: Shape }[] = [];
  const layer = L.geoJSON(found, {
    pane: "outlines",
    filter: (feature) => of(feature).id !== says.own || !says.own,
    interactive: false,
    style: (feature) => ({ className: `bh-outline level-${of(feature).level} ${of(feature).step ?? ""}`, weight: 1.5 }),
    onEachFeature: (feature, one) => {
      const shape = of(feature);
      const label = document.createElement("span");
      label.append(shape.name);
      if (shape.says) label.append(document.createElement("br"), shape.says);
      one.bindTooltip(label, { permanent: true, direction: "center", className: `bh-name level-${shape.level}`, interactive: false, pane: "names" });
      shapes.push({ one: one as L.Polygon, shape });
    },
  }).addTo(map);
  // What is larger gives way where what lies in it is large enough to be told apart; a name stands where it fits into its outline.
  const fit = () => {
    const wide = ({ one }: { one: L.Polygon }) => {
      const box = one.getBounds();
      return Math.abs(map.latLngToLayerPoint(box.getNorthEast()).x - map.latLngToLayerPoint(box.getSouthWest()).x);
    };
    const small = shapes.filter(({ shape }) => shape.level > 2);
    const near = small.length > 0 && small.reduce((sum, one) => sum + wide(one), 0) / small.length > 64;
    map.getContainer().classList.toggle("bh-far", !near && small.length < shapes.length);
    for (const one of shapes) {
      const name = one.one.getTooltip()?.getElement();
      const folded = near ? one.shape.level === 2 : one.shape.level > 2 && small.length < shapes.length;
      name?.classList.toggle("folded", folded || wide(one) < (name.offsetWidth || 60) * 0.85);
    }
  };
  map.on("zoomend", fit);
  fit();
  if (says.preview && found.features.length) map.fitBounds(layer.getBounds(), { padding: [16, 16], animate: false });
}
