import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface CompanyProxy {
  /** http://127.0.0.1:port */
  url: string;
  /** What it was asked for: `CONNECT host:port`, or `POST http://host/path`. */
  seen: string[];
  stop(): void;
}

export interface ProxyOptions {
  /** Where every request goes, whatever host it names. */
  target: string;
  /** `user:password`, asked for in Proxy-Authorization. */
  login?: string;
  /** Refuses every request with that status. */
  refuse?: number;
}

/** A company's proxy on loopback: tunnels for https, forwards for http, and leads every host name to the target. */
export async function startProxy({ target, login, refuse }: ProxyOptions): Promise<CompanyProxy> {
  const seen: string[] = [];
  const sockets = new Set<Duplex>();
  const { port: targetPort } = new URL(target);

  function refusal({ headers }: IncomingMessage): number | undefined {
    const expected = login && `Basic ${Buffer.from(login).toString('base64')}`;
    return expected && headers['proxy-authorization'] !== expected ? 407 : refuse;
  }

  function forward(incoming: IncomingMessage, answer: ServerResponse): void {
    seen.push(`${incoming.method} ${incoming.url}`);
    const status = refusal(incoming);
    if (status) {
      answer.writeHead(status).end();
      return;
    }
    const { pathname, search } = new URL(incoming.url ?? '', target);
    const { method, headers } = incoming;
    const onward = request({ host: '127.0.0.1', port: targetPort, path: pathname + search, method, headers });
    onward.on('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  }

  function tunnel(incoming: IncomingMessage, socket: Duplex): void {
    seen.push(`CONNECT ${incoming.url}`);
    const status = refusal(incoming);
    if (status) {
      socket.end(`HTTP/1.1 ${status} Refused\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const onward: Socket = connect(Number(targetPort), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.pipe(socket);
      socket.pipe(onward);
    });
    for (const end of [onward, socket]) end.on('error', () => onward.destroy() && socket.destroy());
    sockets.add(onward).add(socket);
  }

  const server = createServer(forward).on('connect', tunnel);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      server.closeAllConnections();
    },
  };
}
