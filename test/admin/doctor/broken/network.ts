import { makeAuthority } from '../../../fake-aws/certificate.ts';
import type { FakeAws } from '../../../fake-aws/server.ts';
import type { Person } from '../../../person.ts';
import { startProxy } from '../../../shared/network/proxy.ts';
import { live } from '../diagnosis.ts';
import { faulty, type Row, settings } from './row.ts';

const authority = makeAuthority('Example Inspection CA', 'Example Corp');

/** An AWS that shows a certificate of the company. */
function inspected(fake: FakeAws): Bun.Server<undefined> {
  return Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    tls: authority.issue(['localhost', 'aws.invalid']),
    fetch: (request) => {
      const { pathname, search } = new URL(request.url);
      return fetch(new Request(fake.url + pathname + search, request), { redirect: 'manual' });
    },
  });
}

/** Behind a proxy that wants a password. */
function proxied(login: string) {
  return async (person: Person, fake: FakeAws) => {
    await live(person, fake);
    const server = inspected(fake);
    const proxy = await startProxy({ target: `https://127.0.0.1:${server.port}`, login: 'ana:geheim-4711' });
    person.env['AWS_ENDPOINT_URL'] = 'https://aws.invalid';
    person.env['HTTPS_PROXY'] = proxy.url.replace('//', `//${login}`);
    person.env['NODE_EXTRA_CA_CERTS'] = person.write('company.pem', authority.cert);
    return async () => {
      proxy.stop();
      await server.stop(true);
    };
  };
}

export const networkRows: Row[] = [
  {
    name: 'a captive portal',
    broken: faulty('*', 'html'),
    id: 'network.oidc',
    words: /answered with a web page \(status 200\) instead of AWS's answer/,
    next: /open any web page to sign in to the network/,
    exitCode: 6,
  },
  {
    name: 'a redirect to a log-in page',
    broken: faulty('*', { status: 302, headers: { location: 'http://192.0.2.1/' } }),
    id: 'network.oidc',
    words: /a redirect to elsewhere/,
    next: /captive portal/,
    exitCode: 6,
  },
  {
    name: 'a certificate of an authority that nobody trusts',
    broken: async (person, fake) => {
      await live(person, fake);
      const server = inspected(fake);
      person.env['AWS_ENDPOINT_URL'] = `https://localhost:${server.port}`;
      return () => server.stop(true);
    },
    id: 'network.oidc',
    words: /its certificate is not trusted \(issued by "Example Inspection CA" of Example Corp\)/,
    next: /NODE_EXTRA_CA_CERTS/,
    exitCode: 6,
  },
  {
    name: 'a proxy that asks for a password',
    broken: proxied(''),
    id: 'network.oidc',
    words: /the proxy http:\/\/127\.0\.0\.1:\d+ asks for a user name and password \(407\)/,
    next: /HTTPS_PROXY or proxyUrl, as in http:\/\/USER:PASSWORD@/,
    exitCode: 6,
  },
  {
    name: 'a proxy that does not take the password',
    broken: proxied('ana:falsch-0815@'),
    id: 'network.oidc',
    words: /refuses the user name or password \(407\)/,
    next: /correct them in HTTPS_PROXY/,
    exitCode: 6,
  },
  {
    name: 'a closed port',
    env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' },
    broken: live,
    id: 'network.oidc',
    words: /the connection was refused \(127\.0\.0\.1:9\)/,
    next: /check the network, VPN and proxy/,
    exitCode: 6,
  },
  {
    name: 'a PAC file that can not be had, where the direct way leads nowhere',
    env: { AWS_ENDPOINT_URL: 'https://aws.invalid' },
    broken: settings({ proxyPacUrl: 'http://127.0.0.1:9/proxy.pac' }),
    id: 'network.oidc',
    words: /the PAC file of proxyPacUrl could not be used: .*; and without a proxy nothing is reached$/,
    next: /have the PAC file mended/,
    exitCode: 6,
  },
  {
    name: 'a dead network',
    env: { AWS_ENDPOINT_URL: 'https://aws.invalid' },
    broken: live,
    id: 'network.oidc',
    words: /seems to be offline: no name of AWS can be looked up/,
    next: /connect it to the network or the VPN/,
    exitCode: 6,
  },
  {
    name: 'a region without Bedrock',
    broken: async (person, fake) => {
      await settings({ inferenceBedrockRegion: 'us-nowhere-9' })(person, fake);
      delete person.env['AWS_ENDPOINT_URL'];
      for (const name of ['STS', 'SSO', 'SSO_OIDC']) person.env[`AWS_ENDPOINT_URL_${name}`] = fake.url;
    },
    id: 'network.bedrock',
    words: /region us-nowhere-9 seems to have no Bedrock: there is no bedrock-runtime\.us-nowhere-9\.amazonaws\.com/,
    next: /correct inferenceBedrockRegion/,
    exitCode: 3,
  },
  {
    name: 'an endpoint without TLS',
    env: { AWS_ENDPOINT_URL: 'http://192.0.2.1' },
    broken: live,
    id: 'network.oidc',
    words: /AWS_ENDPOINT_URL must be an https address/,
    next: /unset it/,
    exitCode: 3,
  },
  {
    name: 'an AWS that fails',
    broken: faulty('*', { status: 503 }),
    id: 'network.oidc',
    words: /fails with status 503/,
    next: /try again in a minute/,
    exitCode: 6,
  },
  {
    name: 'an AWS that throttles',
    broken: faulty('GetRoleCredentials', 'throttle'),
    id: 'role',
    words: /AWS is throttling/,
    next: /try again/,
    exitCode: 6,
  },
  {
    name: 'a clock that is ten minutes behind',
    broken: async (person, fake) => {
      fake.options.now = () => Date.now() + 600_000;
      await live(person, fake);
    },
    id: 'clock',
    words: /this machine's clock is (9|10) min behind AWS/,
    next: /set this machine's clock/,
    exitCode: 3,
  },
  {
    name: 'a clock that is ten minutes ahead',
    broken: async (person, fake) => {
      fake.options.now = () => Date.now() - 600_000;
      await live(person, fake);
    },
    id: 'clock',
    words: /this machine's clock is (9|10) min ahead of AWS/,
    next: /set this machine's clock/,
    exitCode: 3,
  },
];
