/** A day as organizers read it. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** A minute as organizers read it. */
export const minuteOf = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
