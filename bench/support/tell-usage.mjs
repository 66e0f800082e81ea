import { monitorEventLoopDelay } from 'node:perf_hooks';

// Loaded into every measured process before its own code: tells what the process has used, when asked.
process.on('message', (message) => {
  if (message === 'usage') process.send({ cpu: process.cpuUsage(), memory: process.memoryUsage.rss() });
});
// How late the event loop was, in milliseconds, since it was asked the last time.
const delay = monitorEventLoopDelay({ resolution: 1 });
process.on('message', (message) => {
  if (message !== 'delay') return;
  process.send({ p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 });
  delay.enable();
  delay.reset();
});
process.channel?.unref();
