/** A day as organizers read it. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
