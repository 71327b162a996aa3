import type { Way } from './way.ts';

/** Whether a call may be sent once more after it: always, unless it must not be done twice, or never. */
type Again = 'always' | 'when harmless' | 'never';

interface Fault {
  what: string;
  hint: string;
  again: Again;
  /** Nothing has been sent: the next way may be tried. */
  unsent?: true;
  /** It is about the certificate that the other side showed. */
  certificate?: 'untrusted' | 'ended' | 'not yet' | 'other name';
}

const CHECK_NETWORK = 'check the network, VPN and proxy, then try again';
const CHECK_CLOCK = "check this machine's clock; if it is right, tell whoever runs the server or inspects TLS";
const INSPECTED = 'if the company inspects TLS, install its CA in the system or name it in NODE_EXTRA_CA_CERTS';
const UNTRUSTED = 'its certificate is not trusted';

/** What Bun's fetch and our limits throw when no answer came, by `code` or `name`; the first that fits. */
const FAULTS: [RegExp, Fault][] = [
  [
    /^(ENOTFOUND|EAI_\w+|DNS\w*)$/,
    {
      what: 'its name could not be looked up',
      hint: 'check the region and the network',
      again: 'always',
      unsent: true,
    },
  ],
  [
    /^(ECONNREFUSED|ConnectionRefused|FailedToOpenSocket)$/,
    { what: 'the connection was refused', hint: CHECK_NETWORK, again: 'always', unsent: true },
  ],
  [
    /^ConnectTimeout$/,
    { what: 'no connection could be made in time', hint: CHECK_NETWORK, again: 'never', unsent: true },
  ],
  [
    /^E(NETUNREACH|HOSTUNREACH|NETDOWN|HOSTDOWN|ADDRNOTAVAIL)$/,
    { what: 'there is no way to it from this network', hint: CHECK_NETWORK, again: 'always', unsent: true },
  ],
  [
    /^(ECONNRESET|EPIPE|ConnectionClosed|UND_ERR_SOCKET)$/,
    { what: 'the connection was cut', hint: CHECK_NETWORK, again: 'when harmless' },
  ],
  [
    /^(TimeoutError|ETIMEDOUT|ConnectionTimeout)$/,
    { what: 'it did not answer in time', hint: CHECK_NETWORK, again: 'when harmless' },
  ],
  [
    /^UnsupportedProxyProtocol$/,
    {
      what: 'the proxy is of a kind that is not supported',
      hint: 'name an http:// or https:// proxy in HTTPS_PROXY or proxyUrl',
      again: 'never',
      unsent: true,
    },
  ],
  [
    /^tunnel 5/,
    { what: 'the proxy could not reach it', hint: 'check the network and the proxy', again: 'always', unsent: true },
  ],
  [
    /^(ProxyError|.*PROXY.*)$/i,
    {
      what: 'the proxy refused the connection',
      hint: 'check HTTPS_PROXY or proxyUrl',
      again: 'never',
      unsent: true,
    },
  ],
  [
    /^CERT_HAS_EXPIRED$/,
    { what: `${UNTRUSTED}: it has ended`, hint: CHECK_CLOCK, again: 'never', unsent: true, certificate: 'ended' },
  ],
  [
    /^CERT_NOT_YET_VALID$/,
    { what: `${UNTRUSTED}: it begins later`, hint: CHECK_CLOCK, again: 'never', unsent: true, certificate: 'not yet' },
  ],
  [
    /ALTNAME/,
    {
      what: `${UNTRUSTED}: it is for another host`,
      hint: 'a captive portal or a proxy may be in the way: open any web page, or check the endpoint',
      again: 'never',
      unsent: true,
      certificate: 'other name',
    },
  ],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ERR_TLS|ERR_SSL/,
    { what: UNTRUSTED, hint: INSPECTED, again: 'never', unsent: true, certificate: 'untrusted' },
  ],
  [
    /^EPROTO$/,
    {
      what: 'it does not speak TLS',
      hint: 'check the endpoint and its port; a captive portal or proxy may be in the way',
      again: 'never',
      unsent: true,
    },
  ],
];

interface Coded extends Error {
  code?: unknown;
  cause?: unknown;
}

/** The connection's fault, when that is what was thrown. */
export function connectionFault(thrown: unknown): Fault | undefined {
  const error = (thrown instanceof Unreached ? thrown.cause : thrown) as Coded | undefined;
  const names = [error?.code, (error?.cause as Coded | undefined)?.code, error?.name, tunnelStatus(error)].map(String);
  return FAULTS.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1];
}

/** The proxy's answer to CONNECT, of which Bun gives the status in its message: `tunnel 407`. */
function tunnelStatus(error: Coded | undefined): string | undefined {
  if (error?.code !== 'ERR_PROXY_TUNNEL') return undefined;
  return `tunnel ${/: (\d{3})\b/.exec(error.message)?.[1] ?? 'refused'}`;
}

/** No answer came, in words: by whom, over which way. `what` and `hint` are those of the Problem to come. */
export class Unreached extends Error {
  override readonly name = 'Unreached';
  readonly hint: string;

  constructor(what: string, hint: string, cause: unknown) {
    super(what, { cause });
    this.hint = hint;
  }
}

/** Puts a failed connection into words that name the proxy and the certificate's issuer; anything else stays as it is. */
export async function explained(thrown: unknown, way: Way, url: URL, signal: AbortSignal): Promise<unknown> {
  const fault = connectionFault(thrown);
  if (!fault || signal.aborted) return thrown;
  const { what, hint } = way.proxy ? throughProxy(thrown as Coded, fault, way, url) : fault;
  const seen = fault.certificate && (await shown(fault, way, url, signal));
  const at = fault.unsent && !fault.certificate && !way.proxy ? ` (${url.host})` : '';
  const note = way.note ? ` (${way.note})` : '';
  return new Unreached(`${what}${seen ?? ''}${at}${note}`, hint, thrown);
}

/** Loaded when needed: a certificate that is not trusted is looked at once more, for its issuer. */
async function shown(fault: Fault, way: Way, url: URL, signal: AbortSignal): Promise<string> {
  const { presentedCertificate } = await import('./presented.ts');
  const found = await presentedCertificate(url, way, signal);
  if (!found) return '';
  switch (fault.certificate) {
    case 'ended':
      return ` (${found.validTo}, issued by ${found.issuer})`;
    case 'not yet':
      return ` (${found.validFrom}, issued by ${found.issuer})`;
    case 'other name':
      return ` (${found.names}, issued by ${found.issuer})`;
    default:
      return ` (issued by ${found.issuer})`;
  }
}

function throughProxy(error: Coded, fault: Fault, way: Way, url: URL): { what: string; hint: string } {
  const proxy = `the proxy ${nameOf(way)}`;
  const check = `check ${way.from}, the network and the VPN`;
  if (fault.certificate) return fault;
  if (error.code === 'ERR_PROXY_TUNNEL') return refusedTunnel(error, way, url);
  if (fault.unsent) return { what: `${proxy} can't be used: ${fault.what}`, hint: check };
  return { what: `${fault.what} (through ${proxy})`, hint: check };
}

function refusedTunnel(error: Coded, way: Way, url: URL): { what: string; hint: string } {
  const status = Number(tunnelStatus(error)?.slice(-3));
  const proxy = `the proxy ${nameOf(way)}`;
  if (status === 407) {
    const known = new URL(way.proxy ?? '').username !== '';
    return known
      ? { what: `${proxy} refuses the user name or password (407)`, hint: `correct them in ${way.from}` }
      : {
          what: `${proxy} asks for a user name and password (407)`,
          hint: `give them in ${settingFor(way)}, as in http://USER:PASSWORD@${new URL(way.proxy ?? '').host}`,
        };
  }
  if (status >= 500) {
    return { what: `${proxy} can't reach ${url.host} (${status})`, hint: `check the network and ${way.from}` };
  }
  const hint = `ask whoever runs the proxy to allow ${url.host}, or check ${way.from}`;
  return { what: `${proxy} refuses a connection to ${url.host} (${status || 'no status'})`, hint };
}

/** Where a name and password can be given: the environment is not asked where policy names a proxy. */
function settingFor({ from }: Way): string {
  return /proxyUrl|proxyPacUrl/.test(from) ? 'proxyUrl' : 'HTTPS_PROXY or proxyUrl';
}

/** Without user name and password. */
function nameOf({ proxy = '' }: Way): string {
  return new URL(proxy).origin;
}
