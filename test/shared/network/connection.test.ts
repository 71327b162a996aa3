import { explained, Unreached } from '../../../shared/network/connection.ts';
import { networkProblem } from '../../../shared/network/failure.ts';
import type { Way } from '../../../shared/network/way.ts';
import { forever } from '../world.ts';

const fault = (code: string, message = code) => Object.assign(new Error(message), { code });
const url = new URL('https://sts.us-east-1.amazonaws.com/');
const direct: Way = { proxy: undefined, from: 'no proxy' };
const proxied: Way = { proxy: 'http://ana:s3cret@proxy.example:8080', from: 'HTTPS_PROXY' };
const anonymous: Way = { ...proxied, proxy: 'http://proxy.example:8080' };
const tunnel = (status: string) => fault('ERR_PROXY_TUNNEL', `Proxy refused to open a tunnel: ${status}`);

test.each<[string, Error, Way, RegExp, RegExp]>([
  [
    'a failed look-up',
    fault('ENOTFOUND'),
    direct,
    /^its name could not be looked up \(sts\.us-east-1\.amazonaws\.com\)$/,
    /check the region/,
  ],
  [
    'a proxy without a name',
    fault('ENOTFOUND'),
    proxied,
    /^the proxy http:\/\/proxy\.example:8080 can't be used: its name/,
    /check HTTPS_PROXY/,
  ],
  [
    'a proxy that is off',
    fault('ECONNREFUSED'),
    proxied,
    /^the proxy \S+ can't be used: the connection was refused/,
    /check HTTPS_PROXY/,
  ],
  ['a proxy that swallows', fault('ConnectTimeout'), proxied, /^the proxy \S+ can't be used: no connection/, /VPN/],
  [
    'a cut connection',
    fault('ECONNRESET'),
    proxied,
    /^the connection was cut \(through the proxy http:\/\/proxy\.example:8080\)/,
    /HTTPS_PROXY/,
  ],
  ['no answer', fault('TimeoutError'), proxied, /^it did not answer in time \(through the proxy/, /HTTPS_PROXY/],
  [
    '407 without a password',
    tunnel('407 Authentication Required'),
    anonymous,
    /asks for a user name and password \(407\)/,
    /USER:PASSWORD@proxy\.example:8080/,
  ],
  [
    '407 with a password',
    tunnel('407 Nope'),
    proxied,
    /refuses the user name or password \(407\)/,
    /correct them in HTTPS_PROXY/,
  ],
  [
    '403',
    tunnel('403 Forbidden'),
    proxied,
    /refuses a connection to sts\.us-east-1\.amazonaws\.com \(403\)/,
    /allow sts/,
  ],
  ['503', tunnel('503 Busy'), proxied, /can't reach sts\.us-east-1\.amazonaws\.com \(503\)/, /HTTPS_PROXY/],
  ['something new', tunnel('what'), proxied, /refuses a connection to \S+ \(no status\)/, /allow/],
  [
    'a note of the way',
    fault('ECONNREFUSED'),
    { ...direct, note: 'the PAC file is missing' },
    /refused \(.*\) \(the PAC file is missing\)$/,
    /network/,
  ],
])('%s', async (_name, thrown, way, what, hint) => {
  const found = await explained(thrown, way, url, forever());
  const problem = networkProblem(found, 'STS GetCallerIdentity');
  expect(problem).toMatchObject({ code: 'unreachable', cause: found });
  expect(problem.message.replace('STS GetCallerIdentity: ', '')).toMatch(what);
  expect(problem.hint).toMatch(hint);
  expect(`${problem.message} ${problem.hint}`).not.toMatch(/ana|s3cret/);
});

test.each(['proxyUrl', 'the PAC file of proxyPacUrl'])(
  'where policy names the proxy (%s), policy gives the password',
  async (from) => {
    const found = await explained(tunnel('407 x'), { ...anonymous, from }, url, forever());
    expect(networkProblem(found, 'x').hint).toMatch(/^give them in proxyUrl, as in/);
  },
);

test('what is no failure of a connection stays as it is', async () => {
  const bug = new TypeError('bug');
  expect(await explained(bug, direct, url, forever())).toBe(bug);
});

test('a caller who gave up is not explained to', async () => {
  const thrown = fault('ECONNRESET');
  expect(await explained(thrown, direct, url, AbortSignal.abort())).toBe(thrown);
  expect(await explained(thrown, direct, url, forever())).toBeInstanceOf(Unreached);
});
