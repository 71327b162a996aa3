import { makeCertificate } from '../../fake-aws/certificate.ts';
import { startFakeAws } from '../../fake-aws/server.ts';
import { newPerson, type Person, signedIn, ssoConfig } from '../../person.ts';
import { startProxy } from '../../shared/network/proxy.ts';
import type { Stage } from '../../stage.ts';
import { type Complaint, client, exitCodesOf, helper, launcher, lifeOf, shortRole, use } from './row.ts';

interface Company {
  ssoRegion: string;
  region: string;
  hosts: string[];
}

/** The names that a company's network must let through; nothing else may be called. */
const companies: [string, Company][] = [
  [
    'the portal in Ireland, Bedrock in Oregon',
    {
      ssoRegion: 'eu-west-1',
      region: 'us-west-2',
      hosts: [
        'bedrock-runtime.us-west-2.amazonaws.com',
        'oidc.eu-west-1.amazonaws.com',
        'portal.sso.eu-west-1.amazonaws.com',
        'sts.us-west-2.amazonaws.com',
      ],
    },
  ],
  [
    'GovCloud, portal in the east and Bedrock in the west',
    {
      ssoRegion: 'us-gov-east-1',
      region: 'us-gov-west-1',
      hosts: [
        'bedrock-runtime.us-gov-west-1.amazonaws.com',
        'oidc.us-gov-east-1.amazonaws.com',
        'portal.sso.us-gov-east-1.amazonaws.com',
        'sts.us-gov-west-1.amazonaws.com',
      ],
    },
  ],
  [
    'China',
    {
      ssoRegion: 'cn-north-1',
      region: 'cn-northwest-1',
      hosts: [
        'bedrock-runtime.cn-northwest-1.amazonaws.com.cn',
        'oidc.cn-north-1.amazonaws.com.cn',
        'portal.sso.cn-north-1.amazonaws.com.cn',
        'sts.cn-northwest-1.amazonaws.com.cn',
      ],
    },
  ],
];

const NAME = 'aws.invalid';
const PASSWORD = 'correct-horse-battery';

/** Plays on an AWS over TLS behind a proxy that alone knows the way. */
async function behindProxy<Result>(
  {
    names = [NAME],
    login,
    region = 'us-east-1',
    ssoRegion = 'us-east-1',
  }: {
    names?: string[];
    login?: string;
    region?: string;
    ssoRegion?: string;
  },
  act: (about: Stage & { proxy: Awaited<ReturnType<typeof startProxy>>; certificate: string }) => Promise<Result>,
): Promise<Result> {
  const tls = makeCertificate(names);
  const fake = await startFakeAws({ tls, region: ssoRegion, bedrockRegion: region, wordDelayMs: 0 });
  const proxy = await startProxy({ target: fake.url, ...(login ? { login } : {}) });
  const person: Person = newPerson(fake);
  try {
    person.env['AWS_ENDPOINT_URL'] = `https://${NAME}`;
    person.env['NODE_EXTRA_CA_CERTS'] = person.write('company-ca.pem', tls.cert);
    return await act({ fake, person, proxy, certificate: tls.cert });
  } finally {
    person.leave();
    proxy.stop();
    await fake.stop();
  }
}

const skews: Complaint[] = [2, -2].map((hours) => ({
  number: 17,
  complaint: 'clock skew',
  scenario: `this machine's clock is ${Math.abs(hours)} hours ${hours > 0 ? 'behind' : 'ahead'}: all works, and it is said`,
  async happens({ person, fake }) {
    fake.options.now = () => Date.now() + hours * 3_600_000;
    fake.options.roles = shortRole(7_200);
    const launched = await person.run(launcher, ['--no-open']);
    // The first call of all can't know; from then on it is known.
    const surprises = fake.calls.length;
    const helped = await person.run(helper);
    const asked = await person.run(client, ['ask', 'hi']);
    const words = [launched, helped, asked].map(({ stderr }) => stderr).join('');
    const life = lifeOf(helped.stdout);
    const outcomes = [launched, helped, asked];
    const refused = fake.calls.slice(surprises).filter(({ error }) => error);
    return {
      exitCodes: exitCodesOf(outcomes),
      refused,
      answer: asked.stdout,
      words,
      lifeIsTrue: life > 7_000 && life <= 7_200,
    };
  },
  holds: {
    exitCodes: [0, 0, 0],
    refused: [],
    answer: expect.stringContaining('Hello'),
    words: expect.stringMatching(/clock/),
    lifeIsTrue: true,
  },
}));

export const networkComplaints: Complaint[] = [
  {
    number: 5,
    complaint: 'proxies and TLS inspection',
    scenario: 'a proxy with a password and an authority of its own: all programs work, every call goes through it',
    happens: () =>
      behindProxy({ login: `ana:${PASSWORD}` }, async ({ person, fake, proxy }) => {
        await signedIn(person, fake);
        use(person, { proxyUrl: proxy.url.replace('//', `//ana:${PASSWORD}@`) });
        const outcomes = [
          await person.run(launcher, ['--no-open']),
          await person.run(helper),
          await person.run(client, ['ask', 'hi']),
        ];
        return { exitCodes: exitCodesOf(outcomes), seen: [...new Set(proxy.seen)] };
      }),
    holds: { exitCodes: [0, 0, 0], seen: [`CONNECT ${NAME}:443`] },
  },
  {
    number: 5,
    complaint: 'proxies and TLS inspection',
    scenario: 'a proxy that wants a password: named, with the setting to correct, without the wrong password',
    happens: () =>
      behindProxy({ login: `ana:${PASSWORD}` }, async ({ person, fake, proxy }) => {
        await signedIn(person, fake);
        use(person, { proxyUrl: proxy.url.replace('//', '//ana:wrong-password@') });
        const { exitCode, stderr } = await person.run(helper);
        return { exitCode, stderr, shown: stderr.includes('wrong-password') };
      }),
    holds: { exitCode: 6, stderr: expect.stringMatching(/error: .*proxy.*\n.*hint: .*proxyUrl/), shown: false },
  },
  {
    number: 5,
    complaint: 'proxies and TLS inspection',
    scenario: 'an authority that this machine does not trust: the error names who issued the certificate',
    happens: () =>
      behindProxy({}, async ({ person, fake, proxy }) => {
        await signedIn(person, fake);
        use(person, { proxyUrl: proxy.url });
        return person.run(helper, [], { env: { NODE_EXTRA_CA_CERTS: '' } });
      }),
    holds: {
      exitCode: 6,
      stdout: '',
      stderr: expect.stringMatching(/error: .*certificate.*fake-aws[\s\S]*hint: .*CA/),
    },
  },
  ...skews,
  ...companies.map(
    ([place, { ssoRegion, region, hosts }]): Complaint => ({
      number: 21,
      complaint: 'the SSO region is taken for the Bedrock region; GovCloud and China names',
      scenario: `${place}: each service is called in its own region, under the name of its partition`,
      happens: () =>
        behindProxy({ names: hosts, region, ssoRegion }, async ({ person, fake, proxy }) => {
          person.write('.aws/config', ssoConfig().replace('sso_region = us-east-1', `sso_region = ${ssoRegion}`));
          delete person.env['AWS_ENDPOINT_URL'];
          use(person, { proxyUrl: proxy.url, inferenceBedrockRegion: region });
          fake.options.accessTokenSeconds = 0;
          await signedIn(person, fake);
          fake.options.accessTokenSeconds = 3600;
          const outcomes = [await person.run(launcher, ['--no-open']), await person.run(client, ['ask', 'hi'])];
          const seen = [...new Set(proxy.seen)].sort();
          return { exitCodes: exitCodesOf(outcomes), stderr: outcomes.map(({ stderr }) => stderr), seen };
        }),
      holds: { exitCodes: [0, 0], seen: hosts.map((host) => `CONNECT ${host}:443`) },
    }),
  ),
];
