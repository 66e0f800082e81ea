import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { Bytes } from '../protocol/bytes.ts';
import { faultOf } from '../web/errors.ts';
import type { IssuerKeys } from './keys.ts';

type RsaKeys = Pick<IssuerKeys, 'privateKey' | 'publicKey'>;

/**
 * Signs blindly on threads of its own: the private operation takes over a millisecond, and the thread that serves
 * pages has none to spare.
 */
export interface SigningPool {
  /**
   * Undefined where `blinded` is no blinded message; `busy` where too many wait already. Throws where the thread
   * failed that had it; the next one gets another thread.
   */
  sign(keys: RsaKeys, blinded: Bytes): Promise<Bytes | 'busy' | undefined>;
  /** Finishes what waits and ends the threads. */
  stop(): void;
}

/** The event loop keeps a core for itself. */
const THREADS = Math.max(1, availableParallelism() - 1);
/** Two seconds of work or so for one thread; whoever waits longer than that asks again. */
const MOST_WAITING = 1_000;
/** What is signed together is written together, with one commit for all. */
const MOST_TOGETHER = 8;
/** A thread that had nothing to do for so long ends, and its memory goes with it. */
const REST = 10_000;

interface Task {
  message: RsaKeys & { blinded: Bytes };
  resolve: (signature: Bytes | undefined) => void;
  reject: (fault: Error) => void;
  /** A thread ended with this and others: which of them did it shows when each is tried alone. */
  alone: boolean;
}

interface Thread {
  take(tasks: Task[]): void;
  end(): void;
}

export function openSigningPool(log: Logger, threads = THREADS, most = MOST_WAITING): SigningPool {
  const waiting: Task[] = [];
  const free = new Set<Thread>();
  let running = 0;
  let rest = REST;

  const handOut = () => {
    while (waiting.length > 0) {
      const [rested] = free;
      const thread: Thread | undefined = rested ?? (running < threads ? start() : undefined);
      if (!thread) return;
      free.delete(thread);
      thread.take(waiting.splice(0, together()));
    }
  };

  /** How many of those in front one thread takes: a fair share for each thread. */
  const together = (): number => {
    const share = Math.min(MOST_TOGETHER, Math.ceil(waiting.length / threads));
    const alone = waiting.slice(0, share).findIndex((task) => task.alone);
    return alone < 0 ? share : Math.max(1, alone);
  };

  const start = (): Thread => {
    running++;
    return startThread({
      done(thread) {
        free.add(thread);
        handOut();
        return free.has(thread) ? rest : undefined;
      },
      ended(thread, fault, tasks) {
        running--;
        free.delete(thread);
        const [only, ...others] = tasks;
        if (others.length > 0) waiting.unshift(...tasks.map((task) => ({ ...task, alone: true })));
        else only?.reject(new Error('the thread that signed ended', { cause: fault }));
        if (fault) log.error({ fault: faultOf(fault) }, 'a signing thread ended');
        handOut();
      },
    });
  };

  return {
    sign(keys, blinded) {
      if (waiting.length >= most) return Promise.resolve('busy');
      const { privateKey, publicKey } = keys;
      return new Promise((resolve, reject) => {
        waiting.push({ message: { privateKey, publicKey, blinded }, resolve, reject, alone: false });
        handOut();
      });
    },
    stop() {
      rest = 0;
      for (const thread of free) thread.end();
    },
  };
}

interface Pool {
  /** Takes the thread back; says how long it rests before it ends, or nothing where it has work again. */
  done(thread: Thread): number | undefined;
  /** With a fault where nobody ended it, and what it had not answered. */
  ended(thread: Thread, fault: Error | undefined, tasks: Task[]): void;
}

/** One worker. Whatever is wrong with a task ends it, so that nothing half done is used again. */
function startThread(pool: Pool): Thread {
  const worker = new Worker(new URL('./signing-worker.mjs', import.meta.url));
  let tasks: Task[] = [];
  let resting: NodeJS.Timeout | undefined;
  let fault: Error | undefined;
  const thread = {
    take(next: Task[]) {
      clearTimeout(resting);
      tasks = next;
      worker.ref();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage(next.map(({ message }) => message));
    },
    end() {
      clearTimeout(resting);
      pool.ended(thread, undefined, []);
      worker.removeAllListeners('exit');
      void worker.terminate();
    },
  };
  worker.on('message', (signatures: (Bytes | undefined)[]) => {
    const finished = tasks;
    tasks = [];
    worker.unref();
    finished.forEach(({ resolve }, i) => resolve(signatures[i]));
    const rest = pool.done(thread);
    if (rest !== undefined) resting = setTimeout(() => thread.end(), rest).unref();
  });
  worker.on('error', (thrown: Error) => (fault = thrown));
  worker.once('exit', (code) => {
    clearTimeout(resting);
    fault ??= new Error(`it ended with ${code}`);
    pool.ended(thread, fault, tasks);
  });
  return thread;
}
