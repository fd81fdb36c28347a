/** The page behind a receipt. */

export {};
