/** Leaflet's own modules, which `@types/leaflet` does not describe; `leaflet.ts` and its neighbours give them their types. */
declare module "leaflet/src/*";
