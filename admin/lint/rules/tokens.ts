import { bearerForm } from '../../../shared/token/bearer-form.ts';
import type { Found, Rule } from '../finding.ts';
import type { Subject } from '../subject.ts';

const TOKEN = 'inferenceBedrockBearerToken';

/** How keys of other kinds begin: of an AWS user or role, of Anthropic; a header, a line of a shell, and what stands for a key. */
const OTHER_KEYS = /^\s*((AKIA|ASIA)[A-Z0-9]{12}|sk-|Bearer\s|AWS_BEARER_TOKEN_BEDROCK|<|\$|\{\{)/i;

export const tokenRules: Rule[] = [
  {
    id: 'expired-token',
    title: 'A bearer token in the settings has expired.',
    level: 'error',
    check: (subject) => tokenRule(subject, true),
  },
  {
    id: 'short-term-token',
    title: 'A bearer token in the settings ends within 12 hours.',
    level: 'warning',
    check: (subject) => tokenRule(subject, false),
  },
  {
    id: 'foreign-token',
    title: 'The bearer token is a key of another kind, or something that stands for one.',
    level: 'error',
    check: (subject) =>
      OTHER_KEYS.test(subject.text(TOKEN))
        ? [
            subject.about(
              TOKEN,
              'is no Bedrock API key alone, but another key, or something around or in place of it',
              'take an API key from the Bedrock console',
            ),
          ]
        : [],
  },
];
function tokenRule(subject: Subject, expired: boolean): Found[] {
  const form = bearerForm(subject.get(TOKEN) ?? '');
  if (!form) return [];
  const end = form.signedAt + form.lifeSec * 1000;
  if (end <= subject.now !== expired) return [];
  const ends = new Date(end).toISOString().replace(/\.\d+Z$/, 'Z');
  const message = expired ? `has expired: it ended at ${ends}` : `is a short-term key, which ends at ${ends}`;
  return [subject.about(TOKEN, message, 'use bedrock-credential-helper instead, which always has a fresh one')];
}
