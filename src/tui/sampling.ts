// Something asked for again and again at even times, also when an answer takes long or does not come.

interface Options<T> {
  sample(): Promise<T>;
  /** Asked before each wait: it may have changed. */
  interval(): number;
  onSample(sample: T): void;
  onProblem(text: string): void;
}

/** An answer that takes longer is told to be missing, and waited for all the same. */
const MISSING_MS = 3_000;
const TOLD_EVERY_MS = 1_000;

export interface Sampling {
  /** The interval was changed: what is waited for begins from now. */
  hurry(): void;
  stop(): void;
}

export function sampled<T>({ sample, interval, onSample, onProblem }: Options<T>): Sampling {
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  let asking = false;
  let due = performance.now() + interval();

  const wait = (): void => {
    if (over) return;
    clearTimeout(timer);
    timer = setTimeout(ask, Math.max(0, due - performance.now()));
  };
  const ask = async (): Promise<void> => {
    const asked = performance.now();
    asking = true;
    const watch = setInterval(() => {
      const ms = performance.now() - asked;
      if (ms >= MISSING_MS && !over) onProblem(`No answer for ${Math.floor(ms / 1000)} s.`);
    }, TOLD_EVERY_MS);
    try {
      const answer = await sample();
      if (!over) onSample(answer);
    } catch (error) {
      if (!over) onProblem((error as Error).message);
    } finally {
      clearInterval(watch);
      asking = false;
    }
    // Even times, but none that have passed.
    due = Math.max(due + interval(), performance.now());
    wait();
  };
  wait();
  return {
    hurry() {
      due = performance.now() + interval();
      if (!asking) wait();
    },
    stop() {
      over = true;
      clearTimeout(timer);
    },
  };
}
