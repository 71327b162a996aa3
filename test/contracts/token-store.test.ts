import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SsoToken, type SsoTokenFile } from '../../shared/identity/sso-token.ts';
import { cliCache, cliCacheFile, type TokenStore, vaultStore } from '../../shared/identity/token-store.ts';
import { stateDir } from '../../shared/places.ts';
import { openVault } from '../../shared/vault/vault.ts';
import { newWorld, problemOf, type World } from '../shared/world.ts';

interface Kind {
  name: string;
  make(world: World): { store: TokenStore; file: string };
}

const kinds: Kind[] = [
  {
    name: "the AWS CLI's cache",
    make: (world) => ({ store: cliCache(world, 'company'), file: cliCacheFile(world, 'company') }),
  },
  {
    name: 'the vault',
    make: (world) => {
      const file = join(stateDir(world), 'vault', 'session-a.sealed');
      return { store: vaultStore(openVault(world, 'file'), 'session-a', file), file };
    },
  },
];

const TOKEN: SsoTokenFile = {
  startUrl: 'https://example.awsapps.com/start',
  region: 'us-east-1',
  accessToken: `aoa${'A'.repeat(3000)}`,
  expiresAt: '2030-01-01T00:00:00Z',
  clientId: 'client',
  clientSecret: 'secret',
  registrationExpiresAt: '2030-02-01T00:00:00Z',
  refreshToken: `aor${'B'.repeat(3000)}`,
};

const token = (other: object = {}) => new SsoToken({ ...TOKEN, ...other });

describe.each(kinds)('$name', ({ make }) => {
  let world: World;
  let store: TokenStore;
  let file: string;

  beforeEach(() => {
    world = newWorld();
    ({ store, file } = make(world));
  });
  afterEach(() => world.leave());

  test('has no token at first, and makes no folder by looking', async () => {
    expect(await store.read()).toBeUndefined();
    expect(existsSync(dirname(file))).toBe(false);
  });

  test('gives back what was written, also to the next process', async () => {
    await store.write(token());
    expect((await store.read())?.reveal()).toEqual(TOKEN);
    expect((await make(world).store.read())?.reveal()).toEqual(TOKEN);
  });

  test('keeps fields that we know nothing of', async () => {
    const other = { receivedAt: 'x', nested: { list: [1, null, 'é日本'] } };
    await store.write(token(other));
    expect((await store.read())?.reveal()).toEqual({ ...TOKEN, ...other });
  });

  test('holds the last of two tokens', async () => {
    await store.write(token());
    await store.write(token({ accessToken: 'second' }));
    expect((await store.read())?.accessToken.reveal()).toBe('second');
  });

  test('is for the person alone: folder 0700, file 0600, whatever it was before', async () => {
    await store.write(token());
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    chmodSync(file, 0o644);
    await store.write(token());
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('is whole at every moment while it is overwritten', async () => {
    await store.write(token());
    let writing = true;
    const writer = (async () => {
      for (let turn = 0; turn < 60; turn++)
        await store.write(token({ accessToken: `turn-${turn}`, filler: 'x'.repeat(turn * 500) }));
      writing = false;
    })();
    const reader = async () => {
      let reads = 0;
      for (; writing; reads++) {
        expect(readFileSync(file).length).toBeGreaterThan(3000);
        expect((await store.read())?.accessToken.reveal()).toMatch(/^aoaA|^turn-\d+$/);
      }
      return reads;
    };
    const [, ...reads] = await Promise.all([writer, reader(), reader(), reader()]);
    expect(Math.min(...reads)).toBeGreaterThan(0);
    expect((await store.read())?.accessToken.reveal()).toBe('turn-59');
  });

  test.each([
    ['nothing', ''],
    ['zeros', '\0'.repeat(500)],
    ['no token', '{"startUrl": "https://example.awsapps.com/start"}'],
    ['a list', '[]'],
    ['garbage', 'half a {'],
  ])('takes a file with %s for no token, and loses nothing of it', async (_name, content) => {
    await store.write(token());
    writeFileSync(file, content);
    expect(await store.read()).toBeUndefined();
    // Where it was, or set aside next to it.
    const folder = dirname(file);
    expect(readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))).toContain(content);
  });

  test.each([0, 1, 11, 12, 27, 28, 29, 100, 3000])(
    'takes a file that was cut after %d bytes for no token',
    async (length) => {
      await store.write(token());
      writeFileSync(file, readFileSync(file).subarray(0, length));
      expect(await store.read()).toBeUndefined();
    },
  );

  test('can be made ready before there is a token, and has none then either', async () => {
    await store.prepare();
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
    expect(await store.read()).toBeUndefined();
    await store.write(token());
    await store.prepare();
    expect((await store.read())?.reveal()).toEqual(TOKEN);
  });

  test('says before a sign-in that nothing could be written after it', async () => {
    mkdirSync(dirname(dirname(file)), { recursive: true });
    writeFileSync(dirname(file), 'a file in the way');
    expect(await problemOf(() => store.prepare())).toMatchObject({
      code: 'storage',
      message: expect.stringContaining(dirname(file)),
    });
  });

  test('says where it is when it can be neither read nor written', async () => {
    mkdirSync(join(file, 'in the way'), { recursive: true });
    for (const act of [() => store.read(), () => store.write(token())]) {
      expect(await problemOf(act)).toMatchObject({ code: 'storage', message: expect.stringContaining(file) });
    }
  });
});

describe('the cache that the AWS CLI is writing', () => {
  let world: World;
  beforeEach(() => {
    world = newWorld();
  });
  afterEach(() => world.leave());

  test('is read again until it is whole', async () => {
    const file = cliCacheFile(world, 'company');
    const text = JSON.stringify(TOKEN);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '');
    const pieces = [text.slice(0, 100), text.slice(0, 2000), text];
    const pause = async () => writeFileSync(file, pieces.shift() ?? text);
    expect((await cliCache({ ...world, pause }, 'company').read())?.reveal()).toEqual(TOKEN);
    expect(pieces).toEqual([]);
  });

  test('is given up when it stays half, after less than a second', async () => {
    const file = cliCacheFile(world, 'company');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(TOKEN).slice(0, 100));
    let waited = 0;
    const pause = async (milliseconds: number) => {
      waited += milliseconds;
    };
    expect(await cliCache({ ...world, pause }, 'company').read()).toBeUndefined();
    expect(waited).toBeGreaterThan(100);
    expect(waited).toBeLessThan(1000);
  });

  test.each([
    ['company', 'linux', '/home/ana/.aws/sso/cache/71b21161ffa1e6516bcc072aaf5ef38cbe85b511.json'],
    [
      'https://example.awsapps.com/start',
      'darwin',
      '/home/ana/.aws/sso/cache/e8be5486177c5b5392bd9aa76563515b29358e6e.json',
    ],
    ['company', 'win32', '\\home\\ana\\.aws\\sso\\cache\\71b21161ffa1e6516bcc072aaf5ef38cbe85b511.json'],
  ] as const)('is named by the SHA-1 of %s on %s, as the CLI names it', (key, platform, expected) => {
    expect(cliCacheFile({ platform, home: '/home/ana' }, key)).toBe(expected);
  });
});
