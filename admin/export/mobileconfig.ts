import { build } from 'plist';
import { DOMAINS } from '../../shared/policy/macos-policy.ts';
import type { Owner } from '../../shared/policy/source.ts';
import type { Normalized } from '../setup/normalized.ts';
import type { Values } from '../setup/setup.ts';
import { encodedValues } from './encoded.ts';
import { type ExportOptions, type Format, textFile } from './format.ts';
import { TITLES } from './titles.ts';

/** By it macOS knows the profile: another one of that name takes the place of the one that is installed. */
const IDENTIFIER = `${DOMAINS.toolkit}.settings`;
/** The namespace of names of objects, which is what an identifier in this form is: RFC 9562, section 6.6. */
const NAMESPACE = '6ba7b812-9dad-11d1-80b4-00c04fd430c8';

/** https://developer.apple.com/documentation/devicemanagement/toplevel */
export const mobileconfig: Format = {
  name: 'mobileconfig',
  title: 'configuration profile of macOS (Jamf, Kandji, Intune, any MDM)',
  target: 'darwin',
  secrets: true,
  next: 'upload it as a custom profile for devices; a later export of the same name replaces it',
  files: (setup, options) => [textFile('bedrock-launcher.mobileconfig', profile(setup, options))],
};

function profile(setup: Normalized, { organization }: ExportOptions): string {
  const owners = (['app', 'toolkit'] as const).filter((owner) => encodedValues(setup[owner]).length > 0);
  return `${build({
    ...envelope('Configuration', IDENTIFIER, TITLES.app, organization),
    PayloadDescription: 'Claude Desktop on Amazon Bedrock, and the sign-in to AWS.',
    PayloadScope: 'System',
    PayloadContent: owners.map((owner) => payload(owner, setup[owner], organization)),
  })}\n`;
}

/** The keys stand directly in the payload, each value as a text. */
function payload(owner: Owner, values: Values, organization: string | undefined): Record<string, string | number> {
  const about = envelope(DOMAINS[owner], `${IDENTIFIER}.${owner}`, TITLES[owner], organization);
  return { ...about, ...Object.fromEntries(encodedValues(values)) };
}

function envelope(type: string, identifier: string, title: string, organization: string | undefined) {
  return {
    PayloadType: type,
    PayloadVersion: 1,
    PayloadIdentifier: identifier,
    PayloadUUID: Bun.randomUUIDv5(identifier, NAMESPACE).toUpperCase(),
    PayloadDisplayName: title,
    ...(organization ? { PayloadOrganization: organization } : {}),
  };
}
