// A server that nobody asks: how late its event loop is, is the machine's doing.
import { createServer } from 'node:http';

createServer().listen(Number(process.env.PORT), '127.0.0.1');
