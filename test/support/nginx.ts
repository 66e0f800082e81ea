import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Got } from './get.ts';
import { freePort } from './free-port.ts';
import { nginx } from './say-what-is-skipped.ts';

/** A block of the documentation, by the comment with which it begins. */
function documented(name: string): string {
  const text = readFileSync(new URL('../../docs/snapshots.md', import.meta.url), 'utf8');
  const block = text.split('```').find((part) => part.startsWith(`nginx\n# ${name}\n`));
  if (!block) throw new Error(`the documentation has no lines for ${name}`);
  return block.replace(/^nginx/, '');
}

export interface WebServer {
  ask(path: string, headers?: Record<string, string>, method?: string): Promise<Got>;
  end(): Promise<void>;
}

/** A real web server with the lines of the documentation, for this data folder and this program. */
export async function openNginx(way: string, dataFolder: string, program: number): Promise<WebServer> {
  const folder = mkdtempSync(join(tmpdir(), 'undersigned-nginx-'));
  const port = await freePort();
  const lines = (name: string) =>
    documented(name)
      .replaceAll('/var/lib/undersigned', dataFolder)
      .replaceAll('127.0.0.1:3000', `127.0.0.1:${program}`);
  writeFileSync(join(folder, 'undersigned-copy.conf'), lines('undersigned-copy.conf'));
  writeFileSync(
    join(folder, 'nginx.conf'),
    around(folder, port, lines('undersigned-headers.conf'), lines('in the server') + lines(way)),
  );
  mkdirSync(join(folder, 'logs'));
  const server = spawn(nginx!, ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await isUp(server, port);
  return {
    ask: (path, headers = {}, method = 'GET') => ask(port, path, headers, method),
    async end() {
      server.kill('SIGTERM');
      await once(server, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a distribution's own nginx.conf has, in a folder of its own, which nobody else may open. */
const around = (folder: string, port: number, maps: string, server: string): string => `
daemon off;
pid ${folder}/nginx.pid;
worker_processes 1;
${process.getuid?.() === 0 ? 'user root;' : ''}
events {}
http {
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n')}
  ${maps}
  server {
    listen 127.0.0.1:${port};
    ${server}
  }
}
`;

async function isUp(server: ChildProcess, port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (server.exitCode !== null) throw new Error('nginx ended: its message stands above');
    const up = await ask(port, '/', {}, 'HEAD').catch(() => undefined);
    if (up) return;
    await wait(25);
  }
  throw new Error('nginx does not answer');
}

async function ask(port: number, path: string, headers: Record<string, string>, method: string): Promise<Got> {
  const asked = request({ port, path, headers: { Host: 'letters.example', ...headers }, method, agent: false }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return { status: answer.statusCode!, headers: answer.headers, body: Buffer.concat(chunks) };
}
