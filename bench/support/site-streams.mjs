// The site's own server and streams as built, with nothing behind them: through the whole site a signature would
// have to be posted and released for each message, which is no cost of the streams.
import express from 'express';
import { createHotPages } from '../../dist/src/web/hot.js';
import { createLiveStreams } from '../../dist/src/web/live-stream.js';
import { securityHeaders } from '../../dist/src/web/security.js';
import { createHttpServer } from '../../dist/src/web/server.js';

const headers = securityHeaders('http://localhost');
const streams = createLiveStreams(headers);
const app = express();
app.get('/', (req) => streams.join(req, 'letter', { name: 'count', id: 0, data: {} }));
createHttpServer(app, createHotPages(headers)).listen(Number(process.env.PORT), '127.0.0.1');

process.on('message', (message) => {
  if (message.event) streams.publish('letter', message.event);
});
