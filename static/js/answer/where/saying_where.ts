/** Saying where something is, as every list of marks says it too. */

export { sayDistance, sayNear } from "../../core/saying_where.ts";
