import assert from "node:assert/strict";
import { test } from "node:test";
import { placeLabels, boxAround, type LabelCandidate } from "../../static/js/core/labels.ts";
import { centreOf, containsPosition, nearestPlace } from "../../static/js/core/places.ts";
import { spread } from "../../static/js/core/spread.ts";

const label = (id: string, x: number, y: number, priority = 1): LabelCandidate => ({
  id, text: id, x, y, width: 60, height: 16, priority, offset: 6, covers: false,
});

test("no two names overlap, and the important one is there", () => {
  const many = Array.from({ length: 60 }, (_, index) => label(`n${index}`, (index % 10) * 25, Math.floor(index / 10) * 14, index));
  const placed = placeLabels(many);
  assert.ok(placed.some(({ candidate }) => candidate.id === "n59"));
  for (const one of placed) {
    for (const other of placed) {
      if (one === other) continue;
      assert.ok(Math.abs(one.x - other.x) >= 60 || Math.abs(one.y - other.y) >= 16);
    }
  }
});

test("names keep off circles, and inside what is seen", () => {
  const frame = { left: 0, top: 0, right: 100, bottom: 100 };
  const [placed] = placeLabels([label("Ullånger", 90, 50)], [boxAround(40, 62, 40, 20)], frame);
  assert.ok(placed && placed.x + 30 <= 100);
  assert.ok(placed.y + 8 <= 52, "it had to go above the circle on its left");
});

test("no name is written under the tools, not even that of an area", () => {
  const tools = boxAround(106, 50, 80, 80);
  const area = { ...label("Docksta", 100, 50), offset: 0, covers: true };
  assert.deepEqual(placeLabels([area], [], null, [tools]), []);
  assert.equal(placeLabels([area], [tools]).length, 1);
  const [beside] = placeLabels([label("Väja", 60, 50)], [], null, [tools]);
  assert.ok(beside && beside.x + 30 <= 66);
});

test("the order in which names come does not matter", () => {
  const names = [label("a", 0, 0), label("b", 10, 0), label("c", 20, 5)];
  const places = (list: LabelCandidate[]) => placeLabels(list).map(({ candidate, x, y }) => `${candidate.id} ${x} ${y}`).sort();
  assert.deepEqual(places(names), places([...names].reverse()));
});

test("circles that cover each other step aside, large ones least", () => {
  const home = [{ id: "big", x: 0, y: 0, radius: 28 }, { id: "small", x: 10, y: 0, radius: 8 }, { id: "far", x: 300, y: 0, radius: 10 }];
  const places = spread(home);
  const moved = (id: string): number => {
    const [from, to] = [home.find((one) => one.id === id)!, places.get(id)!];
    return Math.hypot(to.x - from.x, to.y - from.y);
  };
  const [big, small] = [places.get("big")!, places.get("small")!];
  assert.ok(Math.hypot(big.x - small.x, big.y - small.y) >= 36);
  assert.ok(moved("big") < 2 && moved("small") > 5);
  assert.equal(moved("far"), 0);
});

test("circles on one spot part, the same way each time, and never go far", () => {
  const pile = Array.from({ length: 30 }, (_, index) => ({ id: `c${index}`, x: 50, y: 50, radius: 12 }));
  const places = spread(pile);
  assert.deepEqual(places, spread([...pile].reverse()));
  for (const { x, y } of places.values()) assert.ok(Math.hypot(x - 50, y - 50) <= 24.01);
});

test("the middle of an L is in the L's larger part, and holes are outside", () => {
  const square = { type: "Polygon", coordinates: [[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]], [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]]] } as const;
  assert.deepEqual(centreOf(square).map(Math.round), [5, 5]);
  assert.ok(containsPosition(square, [1, 1]));
  assert.ok(!containsPosition(square, [5, 5]));
  assert.ok(!containsPosition(square, [11, 5]));
});

test("near means near on the ground: a degree of longitude is short in the north", () => {
  const places = [{ name: "east", at: [18.3, 63] }, { name: "north", at: [18, 63.2] }] as const;
  assert.equal(nearestPlace([18, 63], places), "east");
  assert.equal(nearestPlace([18, 63], []), null);
});
