import { sourceKeys } from '../../../shared/policy/credential-source.ts';
import type { KeyName } from '../../../shared/policy/keys.ts';
import { hasToolkitIdentity, providerOf, speaksToApp, takenSource } from '../approach.ts';
import type { Finding, Level } from '../finding.ts';
import type { Subject } from '../subject.ts';
import { placesIn, type Result } from './result.ts';

/** The last line: how much was found. Where nothing was, what the app takes and from where, so that a person can trust it. */
export function verdict(result: Result): string {
  const { findings, subjects } = result;
  const places = counted(placesIn(result).length, 'place');
  if (findings.length === 0) return [`no mistakes found in ${places}`, ...subjects.map(choiceOf)].join('; ');
  return `${counts(findings)} found in ${places}`;
}

function counts(findings: readonly Finding[]): string {
  const levels: Level[] = ['error', 'warning'];
  return levels
    .map((level) => counted(findings.filter((finding) => finding.level === level).length, level))
    .join(' and ');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** What the app does with settings in which nothing is wrong. */
function choiceOf(subject: Subject): string {
  if (!speaksToApp(subject)) return 'nothing in it is for Claude Desktop';
  const provider = providerOf(subject);
  if (provider === 'gateway') return `the app asks the gateway with ${gatewayKey(subject)}`;
  const source = provider === 'bedrock' ? takenSource(subject) : undefined;
  const [key] = source ? sourceKeys[source] : [];
  if (key) return `the app takes the source ${source} (${from(subject, key)})`;
  if (source) return `the app takes the source ${source}`;
  return hasToolkitIdentity(subject)
    ? 'the app gets no credential from it, the toolkit signs in by itself'
    : `the provider is ${provider}`;
}

function gatewayKey(subject: Subject): string {
  const key = subject.names('inferenceGatewayApiKey') ? 'inferenceGatewayApiKey' : 'inferenceCredentialHelper';
  return subject.names(key) ? from(subject, key) : 'a sign-in of its own';
}

function from(subject: Subject, key: KeyName): string {
  return `${key} in ${subject.placeOf(key)?.name}`;
}
