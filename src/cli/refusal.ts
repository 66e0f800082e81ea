/** What the user asked for and cannot have; the message says why. Exit status 1. */
export class Refusal extends Error {}
