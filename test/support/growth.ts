/**
 * How many times as long the larger one takes. The time is what this program computed, so that neighbours on a busy
 * machine do not count; the shortest of three, since memory is tidied at any time.
 */
export async function timesAsLong(
  [small, large]: [small: number, large: number],
  work: (size: number) => unknown,
): Promise<number> {
  const time = async (size: number) => {
    const begun = process.cpuUsage();
    await work(size);
    const { user, system } = process.cpuUsage(begun);
    return user + system;
  };
  const shortest = async (size: number) => Math.min(await time(size), await time(size), await time(size));
  const short = await shortest(small);
  return (await shortest(large)) / short;
}
