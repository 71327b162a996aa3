import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOwnPeer } from '../../../shared/page/peer.ts';

const linux = { platform: 'linux', env: {} } as const;
const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const row = (uid: number, { peer = 'C001', inode = 4711 } = {}) =>
  `   1: 0100007F:${peer} 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  ${uid}        0 ${inode} 1 0 20 4`;
const connection = { peerPort: 0xc001, ownPort: 8080 };

describe('Linux', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'peer-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const asked = (...rows: string[]) => {
    writeFileSync(join(folder, 'tcp'), [HEAD, ...rows, ''].join('\n'));
    return isOwnPeer(linux, connection, { files: [join(folder, 'tcp'), join(folder, 'tcp6')], uid: 1000 });
  };

  test.each<[string, string[], boolean]>([
    ['the same person', [row(1000)], true],
    ['the administrator', [row(0)], true],
    ['another person', [row(1001)], false],
    ['another person, beside one of ours', [row(1000, { peer: 'C002' }), row(1001)], false],
    ['nobody any more', [row(0, { inode: 0 })], false],
    ['a connection that is not there', [], false],
    ['rubbish', ['', 'x', '1: 2 3'], false],
  ])('%s: %j', async (_name, rows, own) => {
    expect(await asked(...rows)).toBe(own);
  });

  test('another person who comes from elsewhere, by our own port number, is not taken for us', async () => {
    const between = (local: string, remote: string, uid: number) =>
      row(uid).replace('0100007F:C001', local).replace('0100007F:1F90', remote);
    writeFileSync(
      join(folder, 'tcp'),
      [HEAD, between('0100007F:1F90', '0200007F:1F90', 1000), between('0200007F:1F90', '0100007F:1F90', 1001)].join(
        '\n',
      ),
    );
    const files = [join(folder, 'tcp')];
    expect(await isOwnPeer(linux, { peerPort: 8080, ownPort: 8080 }, { files, uid: 1000 })).toBe(false);
  });

  test('a browser that speaks IPv6 too', async () => {
    expect(await asked(row(1000).replaceAll('0100007F', '0000000000000000FFFF00000100007F'))).toBe(true);
  });

  test('where nothing can be read, nobody is refused', async () => {
    expect(await isOwnPeer(linux, connection, { files: [join(folder, 'none')], uid: 1000 })).toBe(true);
  });

  test('a real connection: of this person, and as one of somebody else sees it', async () => {
    const server = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } });
    const client = createConnection(server.port, '127.0.0.1');
    await new Promise((resolve) => client.once('connect', resolve));
    const real = { peerPort: client.localPort ?? 0, ownPort: server.port };
    const own = process.getuid?.() ?? 0;
    const files = ['/proc/net/tcp', '/proc/net/tcp6'];
    expect(await isOwnPeer(linux, real)).toBe(true);
    // Root may do everything anyway: only where we are not root there is somebody else to be seen.
    expect(await isOwnPeer(linux, real, { files, uid: own + 1 })).toBe(own === 0);
    client.destroy();
    server.stop(true);
  });
});

test('Windows shows nobody the command line of another person', async () => {
  expect(await isOwnPeer({ platform: 'win32', env: {} }, connection)).toBe(true);
});
