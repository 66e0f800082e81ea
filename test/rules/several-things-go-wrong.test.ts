import { describe, expect, test } from 'vitest';
import { forEach } from '../../src/in-turn.ts';
import { faultOf } from '../../src/web/errors.ts';

const SECRET = 'maya@halden.example';

/** What comes of a work that fails for these letters. */
async function thrownBy(faults: Record<string, Error>, done: string[] = []): Promise<unknown> {
  const work = (letter: string) =>
    faults[letter] ? Promise.reject(faults[letter]) : (done.push(letter), Promise.resolve());
  return forEach(['first', 'second', 'third', 'fourth'], work).catch((thrown: unknown) => thrown);
}

describe('work that fails for some letters', () => {
  const [type, range] = [new TypeError(SECRET), new RangeError(SECRET)];

  test('is done for the others, and throws all that went wrong', async () => {
    const done: string[] = [];
    const thrown = await thrownBy({ first: type, third: range }, done);
    expect(done).toEqual(['second', 'fourth']);
    expect(thrown).toBeInstanceOf(AggregateError);
    expect((thrown as AggregateError).errors).toEqual([type, range]);
  });

  test('throws what went wrong as it is where it is one thing', async () => {
    expect(await thrownBy({ second: type })).toBe(type);
    expect(await thrownBy({})).toBeUndefined();
  });
});

describe('the log', () => {
  const calls = expect.arrayContaining([expect.stringMatching(/^at /)]) as string[];

  test('names each of several faults, within one another too, and no message', async () => {
    const inner = await thrownBy({ first: new RangeError(SECRET), second: new SyntaxError(SECRET) });
    const told = faultOf(await thrownBy({ first: new TypeError(SECRET), second: inner as Error }));
    const [range, syntax] = ['RangeError', 'SyntaxError'].map((name) => ({ name, stack: calls }));
    expect(told).toEqual({
      ...{ name: 'AggregateError', stack: calls },
      faults: [
        { name: 'TypeError', stack: calls },
        { name: 'AggregateError', stack: calls, faults: [range, syntax] },
      ],
    });
    expect(JSON.stringify(told)).not.toContain(SECRET);
  });

  test('tells one fault as before', () => {
    expect(faultOf(new TypeError(SECRET))).toEqual({ name: 'TypeError', stack: calls });
    expect(faultOf(SECRET)).toEqual({ name: 'string', stack: [] });
  });

  test('takes no line of a message for a call', () => {
    const told = faultOf(new TypeError(`no\n    at ${SECRET}`));
    expect(told.stack.length).toBeGreaterThan(0);
    expect(JSON.stringify(told)).not.toContain(SECRET);
  });
});
