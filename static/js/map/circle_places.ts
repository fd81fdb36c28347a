/** Where circles are drawn: at their place, or a little aside where they would cover each other. */

import { centreOf } from "../core/places.ts";
import type { Feature } from "../core/payload.ts";
import { circleRadius } from "../core/scales.ts";
import { spread } from "../core/spread.ts";
import type { Point } from "../core/shapes.ts";
import type { Project } from "./overlay.ts";

interface Circles {
  readonly payload: { readonly features: readonly Feature[] };
  readonly most: number;
  readonly largest: number;
}

// One projection is one redraw, so its places need to be found only once.
const known = new WeakMap<Project, Map<string, Point>>();

export function circlePlace(feature: Feature, project: Project, { payload, most, largest }: Circles): Point {
  let places = known.get(project);
  if (!places) {
    places = spread(
      payload.features.flatMap((one) => {
        const people = one.properties.people;
        if (people === null || one.geometry === null) return [];
        return [{ id: one.id, ...project(centreOf(one.geometry)), radius: circleRadius(people, most, largest) }];
      }),
    );
    known.set(project, places);
  }
  return places.get(feature.id) ?? project(centreOf(feature.geometry));
}
