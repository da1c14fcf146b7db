/** At most two threads that take jobs from one list until it is empty or the time is up. */
import { parentPort, Worker } from "node:worker_threads";

const MOST = 2;

/**
 * `url`: a module that calls `serve`. Calls `done(job, result)` for each job as it ends, in no fixed order; no job begins
 * after `until`. Rejects with what a job throws. Returns how many jobs were left.
 */
export async function workThrough(jobs, { url, workers, until, workerData, done }) {
  const queue = [...jobs];
  const crew = Array.from(
    { length: Math.max(1, Math.min(MOST, workers, queue.length)) },
    () => new Worker(url, { workerData }),
  );
  try {
    await Promise.all(
      crew.map(async (worker) => {
        while (queue.length > 0 && Date.now() < until) {
          const job = queue.shift();
          done(job, await ask(worker, job));
        }
      }),
    );
  } finally {
    await Promise.all(crew.map((worker) => worker.terminate()));
  }
  return queue.length;
}

function ask(worker, job) {
  return new Promise((resolve, reject) => {
    const settle = (act) => (value) => {
      worker.off("message", answered).off("error", failed);
      act(value);
    };
    const answered = settle(resolve);
    const failed = settle(reject);
    worker.on("message", answered).on("error", failed);
    // The rule takes every postMessage for a window's.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    worker.postMessage(job);
  });
}

/** In the thread: answers each job with what `work` makes of it. */
export function serve(work) {
  parentPort.on("message", async (job) => {
    const result = await work(job);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    parentPort.postMessage(result);
  });
}
