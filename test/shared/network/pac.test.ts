import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pacWays, readPacAnswer } from '../../../shared/network/pac.ts';
import { forever, newWorld, problemOf, type World } from '../world.ts';

let world: World;
beforeEach(() => {
  world = newWorld();
});
afterEach(() => world.leave());

const from = 'the PAC file of proxyPacUrl';

/** What a PAC file with that text says about an address. */
function ask(text: string, address = 'https://sts.example.com/secret?token=1') {
  const file = join(world.home, 'proxy.pac');
  writeFileSync(file, text);
  return waysOf(`file://${file}`, address);
}
function waysOf(pacUrl: string, address = 'https://sts.example.com/') {
  return pacWays({ pacUrl, from: 'proxyPacUrl', env: {} }, new URL(address), forever());
}
const find = (body: string) => `function FindProxyForURL(url, host) { ${body} }`;

describe('an answer', () => {
  test.each<[unknown, (string | undefined)[]]>([
    ['DIRECT', [undefined]],
    ['PROXY a:1', ['http://a:1']],
    ['PROXY a:1; PROXY b:2; DIRECT', ['http://a:1', 'http://b:2', undefined]],
    ['HTTPS a:443;HTTP b:80', ['https://a:443', 'http://b:80']],
    ['proxy a:1 ;; ', ['http://a:1']],
    ['SOCKS a:1; PROXY b:2', ['http://b:2']],
    ['PROXY [2001:db8::1]:8080', ['http://[2001:db8::1]:8080']],
    ['PROXY user:password@a:1; DIRECT', [undefined]],
    ['PROXY; DIRECT', [undefined]],
    ['', [undefined]],
    [null, [undefined]],
    [undefined, [undefined]],
  ])('%j', (answer, proxies) => {
    expect(readPacAnswer(answer, from).map(({ proxy }) => proxy)).toEqual(proxies);
  });

  test.each([
    ['SOCKS5 a:1; SOCKS b:2', 'SOCKS5, SOCKS'],
    [42, '42'],
    ['PROXY', 'PROXY'],
  ])('that names nothing but %j is an error that says so', async (answer, kinds) => {
    const problem = await problemOf(() => readPacAnswer(answer, from));
    expect(problem.message).toBe(`${from} names no proxy that is supported, only ${kinds}`);
  });
});

describe('a file', () => {
  test('sees of an https address the host alone', async () => {
    const [way] = await ask(find("return url === 'https://sts.example.com/' ? 'PROXY ' + host + ':1' : 'DIRECT'"));
    expect(way).toEqual({ proxy: 'http://sts.example.com:1', from });
  });

  test.each([
    ['names', "return dnsDomainIs(host, '.example.com') && shExpMatch(url, '*sts*') ? 'PROXY yes:1' : 'DIRECT'"],
    ['look-ups', "return isInNet(dnsResolve('localhost'), '127.0.0.0', '255.0.0.0') ? 'PROXY yes:1' : 'DIRECT'"],
    ['our address', "return /^\\d+\\.\\d+\\.\\d+\\.\\d+$/.test(myIpAddress()) ? 'PROXY yes:1' : 'DIRECT'"],
    ['alert, which must not reach stdout', "alert('x'); return 'PROXY yes:1'"],
  ])('decides by %s', async (_name, body) => {
    expect((await ask(find(body))).map(({ proxy }) => proxy)).toEqual(['http://yes:1']);
  });

  test.each([
    ['which never ends', find('for (;;) {}'), /it took too long$/],
    ['which never ends to load', 'for (;;) {}', /it took too long$/],
    ['which never ends after a look-up', find("dnsResolve('localhost'); for (;;) {}"), /it took too long$/],
    ['which looks up for ever', find("for (;;) dnsResolve('localhost')"), /it took too long$/],
    ['which calls itself for ever', `${find('return f()')} function f() { return f() + f(); }`, /could not be used: ./],
    ['which fills the memory', find("var a = 'x'; for (;;) a += a;"), /could not be used: ./],
    ['which is no script', '<html>', /could not be used: ./],
    ['which is empty', '', /FindProxyForURL is not defined/],
    ['which fails', find("throw new Error('no')"), /no$/],
    ['which wants a file', find("return require('fs').readFileSync('/etc/passwd')"), /require/],
    ['which wants the process', find('return process.env.HOME'), /process/],
    ['which wants the network', find("return fetch('http://127.0.0.1/')"), /fetch/],
  ])('%s leaves the direct way, and a note of what was wrong', async (_name, text, note) => {
    const ways = await ask(text);
    expect(ways).toEqual([{ proxy: undefined, from: 'no proxy', note: expect.stringMatching(note) }]);
  });
});

describe('a file of a server', () => {
  test('is fetched once for all questions, without any proxy', async () => {
    let fetched = 0;
    const text = find("return 'PROXY ' + host + ':1'");
    const server = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: () => {
        fetched++;
        return new Response(text);
      },
    });
    const pacUrl = `http://127.0.0.1:${server.port}/proxy.pac`;
    const hosts = ['a', 'b', 'a'];
    const ways = await Promise.all(hosts.map((host) => waysOf(pacUrl, `https://${host}.example/`)));
    expect(ways.map(([way]) => way?.proxy)).toEqual(hosts.map((host) => `http://${host}.example:1`));
    expect(fetched).toBe(1);
    await server.stop(true);
  });

  test.each<[string, () => Response, RegExp]>([
    ['is missing', () => new Response('', { status: 404 }), /its server answered with status 404/],
    ['is too large', () => new Response('/'.repeat(2_000_000)), /larger than 1 MiB/],
  ])('that %s leaves the direct way', async (_name, answer, note) => {
    const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: answer });
    const [way] = await waysOf(`http://127.0.0.1:${server.port}/proxy.pac`);
    await server.stop(true);
    expect(way).toMatchObject({ proxy: undefined, note: expect.stringMatching(note) });
  });

  test.each([
    ['is not there', 'http://127.0.0.1:9/proxy.pac', /the connection was refused/],
    ['has no address', 'http://pac.invalid/proxy.pac', /its name could not be looked up/],
    ['is not on this disk', 'file:///nowhere/proxy.pac', /there is no \/nowhere\/proxy\.pac/],
  ])('that %s leaves the direct way', async (_name, pacUrl, note) => {
    expect((await waysOf(pacUrl))[0]).toMatchObject({ proxy: undefined, note: expect.stringMatching(note) });
  });
});
