/** The page where questionnaires are made. */

export {};
