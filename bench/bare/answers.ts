import { createServer } from 'node:http';
import type { ConstantAnswer } from '../support/answer.ts';

/** The limit for pages: node:http, nothing but constants by their URL, which come as a message. */
let answers = new Map<string, ConstantAnswer>();

createServer((req, res) => {
  const { status, head, body } = answers.get(req.url!)!;
  res.writeHead(status, head);
  res.end(body);
}).listen(Number(process.env['PORT']), '127.0.0.1');

process.on('message', (message: unknown) => {
  if (!(message instanceof Map)) return;
  answers = message as typeof answers;
  process.send!('taken');
});
