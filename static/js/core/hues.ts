/** The qualitative set that the server paints kinds and purposes with; a hue has a name, so that the dark theme can lighten it. */

const NAME_OF_HUE: Readonly<Record<string, string>> = {
  "#332288": "indigo",
  "#88ccee": "cyan",
  "#44aa99": "teal",
  "#117733": "green",
  "#999933": "olive",
  "#ddcc77": "sand",
  "#cc6677": "rose",
  "#882255": "wine",
  "#aa4499": "purple",
};

/** The token of a hue of the set, which the dark theme may lighten; grey for any colour outside it. */
export function hueToken(color: string | undefined): string {
  return `var(--hue-${NAME_OF_HUE[(color ?? "").toLowerCase()] ?? "grey"})`;
}
