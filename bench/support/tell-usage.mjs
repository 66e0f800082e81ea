// Loaded into every measured process before its own code: tells what the process has used, when asked.
process.on('message', (message) => {
  if (message === 'usage') process.send({ cpu: process.cpuUsage(), memory: process.memoryUsage.rss() });
});
process.channel?.unref();
