/** The page for recording conversations. */

export {};
