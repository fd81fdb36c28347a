/** The page where residents answer. */

export {};
