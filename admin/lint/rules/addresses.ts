import { isFreeHeader } from '../../../shared/network/header.ts';
import { isLoopback } from '../../../shared/network/safe-url.ts';
import type { KeyName } from '../../../shared/policy/keys.ts';
import { releases } from '../../../shared/policy/versions.ts';
import { nearest } from '../../spelling.ts';
import type { Found, Rule } from '../finding.ts';
import type { Subject } from '../subject.ts';

const HEADERS = 'inferenceCustomHeaders';

/** Addresses that a credential is sent to. */
const ADDRESSES: readonly KeyName[] = [
  'inferenceBedrockBaseUrl',
  'inferenceGatewayBaseUrl',
  'inferenceBedrockSsoStartUrl',
  'ssoStartUrl',
];

/** The console, the sign-in of IAM users, and what the portal itself asks. */
const NO_PORTAL =
  /(^|\.)(console|signin)\.(aws\.amazon\.com|amazonaws-us-gov\.com|amazonaws\.cn)$|^(oidc|portal\.sso|sts)\.[a-z0-9-]+\.amazonaws\.com/;

const PORTAL_ENDS = ['awsapps.com', 'awsapps.cn', 'app.aws'];

function each(subject: Subject, names: readonly KeyName[], find: (url: URL) => [string, string] | undefined): Found[] {
  return names.flatMap((name) => {
    const url = urlOf(subject, name);
    const found = url && find(url);
    return found ? [subject.about(name, ...found)] : [];
  });
}

function urlOf(subject: Subject, name: KeyName): URL | undefined {
  const text = subject.text(name);
  return URL.canParse(text) ? new URL(text) : undefined;
}

export const addressRules: Rule[] = [
  {
    id: 'insecure-address',
    title: 'An address that gets a credential is http.',
    level: 'error',
    check: (subject) =>
      each(subject, ADDRESSES, ({ protocol, hostname }) =>
        protocol === 'http:' && !isLoopback(hostname)
          ? ['is http: credentials would go over the network in the clear', 'write https://']
          : undefined,
      ),
  },
  {
    id: 'credentials-in-address',
    title: 'An address has a user name or a password in it.',
    level: 'error',
    check: (subject) =>
      each(subject, [...ADDRESSES, 'proxyPacUrl'], ({ username, password }) =>
        username || password
          ? [
              `has a user name or password in it, which Claude Desktop refuses since ${releases.noCredentialsInUrls}`,
              'remove what stands before the @',
            ]
          : undefined,
      ),
  },
  {
    id: 'base-url-path',
    title: 'The Bedrock base URL has a path.',
    level: 'error',
    check: (subject) =>
      each(subject, ['inferenceBedrockBaseUrl'], ({ pathname, username, password }) =>
        pathname === '/' || username || password
          ? undefined
          : ['has a path, but only the origin is taken', 'leave only https:// and the host'],
      ),
  },
  {
    id: 'control-endpoint',
    title: 'The base URL is an endpoint that takes no calls of models.',
    level: 'error',
    check: (subject) =>
      each(subject, ['inferenceBedrockBaseUrl'], ({ hostname }) =>
        /(^|\.)bedrock(-agent|-agent-runtime|-mantle)?(-fips)?\.[a-z0-9-]+\.(vpce\.)?(amazonaws\.com|api\.aws)/.test(
          hostname,
        )
          ? [
              'is an endpoint of Bedrock that takes no calls of models as the app makes them',
              'write bedrock-runtime there',
            ]
          : undefined,
      ),
  },
  {
    id: 'portal-path',
    title: 'The start URL lacks its path.',
    level: 'warning',
    check: (subject) =>
      each(subject, ['inferenceBedrockSsoStartUrl', 'ssoStartUrl'], ({ hostname, pathname }) =>
        /\.awsapps\.(com|cn)$/.test(hostname) && !/^\/(start|directory)(\/|$)/.test(pathname)
          ? [
              'is no start URL: its path is missing',
              'copy it whole, as IAM Identity Center shows it: https://.../start',
            ]
          : undefined,
      ),
  },
  {
    id: 'foreign-portal',
    title: 'The start URL is another page or endpoint of AWS.',
    level: 'error',
    check: (subject) =>
      each(subject, ['inferenceBedrockSsoStartUrl', 'ssoStartUrl'], ({ hostname }) =>
        NO_PORTAL.test(hostname)
          ? [
              'is no access portal but another address of AWS',
              'copy the AWS access portal URL from IAM Identity Center',
            ]
          : undefined,
      ),
  },
  {
    id: 'misspelled-portal',
    title: 'The start URL is on a host that resembles that of access portals.',
    level: 'error',
    check: (subject) =>
      each(subject, ['inferenceBedrockSsoStartUrl', 'ssoStartUrl'], ({ hostname }) => {
        const end = hostname.split('.').slice(-2).join('.');
        const meant = nearest(end, PORTAL_ENDS);
        return meant && meant !== end
          ? ['is on a host that AWS does not have', `write ${meant} in place of ${end}`]
          : undefined;
      }),
  },
  {
    id: 'proxy-password',
    title: 'A proxy password stands where everyone on the machine can read it.',
    level: 'warning',
    check: (subject) => {
      const url = urlOf(subject, 'proxyUrl');
      if (!url?.password || !subject.placeOf('proxyUrl')?.managed) return [];
      const message = 'has a password in it, which everyone on the machine can read';
      return [subject.about('proxyUrl', message, 'use a proxy that knows the machine or the person by other means')];
    },
  },
  {
    id: 'header-form',
    title: 'Custom headers are written as a text or a list.',
    level: 'warning',
    check: (subject) => {
      const value = subject.written(HEADERS);
      if (typeof value !== 'string' && !Array.isArray(value)) return [];
      if (typeof value === 'string' && value.trim() === '') return [];
      const form = Array.isArray(value) ? 'list' : 'text';
      const message = `are written as a ${form}, which is being retired and which this toolkit does not read`;
      return [subject.about(HEADERS, message, 'write an object: {"X-Name": "value"}')];
    },
  },
  {
    id: 'reserved-header',
    title: 'A custom header would replace one that carries the call itself.',
    level: 'error',
    check: (subject) => {
      const value = subject.written(HEADERS);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
      const count = Object.keys(value).filter((name) => !isFreeHeader(name)).length;
      if (count === 0) return [];
      const message = `${count === 1 ? 'one name' : `${count} names`} can't be set: malformed, or part of the call itself`;
      return [subject.about(HEADERS, message, 'remove Host, Authorization, Content-*, X-Amz-* and the like')];
    },
  },
];
