/** One run in so many minutes, shifted by up to so many: not all machines of a company ask AWS in the same second. */
export const EVERY_MINUTES = 15;
export const JITTER_MINUTES = 3;
/** A run waits ten minutes for an answer to its notification, and a little for AWS. */
export const LONGEST_RUN_MINUTES = 14;
