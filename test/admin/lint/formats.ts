import { execFileSync, spawnSync } from 'node:child_process';
import { build, type PlistValue } from 'plist';

type Values = Record<string, unknown>;

/** The keys of each program, as they would stand in its own place. */
export interface Content {
  app?: Values;
  toolkit?: Values;
  /** For HKCU. */
  user?: Values;
}

export interface WrittenFile {
  name: string;
  bytes: Buffer;
}

export const APP_DOMAIN = 'com.anthropic.claudefordesktop';
const TOOLKIT_DOMAIN = 'io.github.bedrock-launcher';

/** How an administrator writes settings down. */
export const formats = {
  json: ({ app, toolkit }: Content) => file('settings.json', JSON.stringify({ ...app, ...toolkit }, null, 2)),
  linux: ({ app }: Content) => file('claude-desktop/managed-settings.json', JSON.stringify(app, null, 2)),
  'linux toolkit': ({ toolkit }: Content) =>
    file('bedrock-launcher/managed-settings.json', JSON.stringify(toolkit, null, 2)),
  reg: (content: Content) => file('settings.reg', registryText(content)),
  'reg UTF-16': (content: Content) => file('settings.reg', Buffer.from(`\ufeff${registryText(content)}`, 'utf16le')),
  'reg REGEDIT4': (content: Content) => file('settings.reg', registryText(content, 'REGEDIT4')),
  mobileconfig: (content: Content) => file('settings.mobileconfig', profileText(payloadsOf(content))),
  'mobileconfig MCX': (content: Content) =>
    file('settings.mobileconfig', profileText(payloadsOf(content).map(wrappedPayload))),
  'mobileconfig signed': (content: Content) => file('settings.mobileconfig', signed(profileText(payloadsOf(content)))),
  plist: ({ app = {} }: Content) => file(`${APP_DOMAIN}.plist`, propertyList(texts(app), 'FMT_XML')),
  'plist native': ({ app = {} }: Content) => file(`${APP_DOMAIN}.plist`, propertyList(app, 'FMT_XML')),
  'plist binary': ({ app = {} }: Content) => file(`${APP_DOMAIN}.plist`, propertyList(texts(app), 'FMT_BINARY')),
  'plist toolkit': ({ toolkit = {} }: Content) =>
    file(`${TOOLKIT_DOMAIN}.plist`, propertyList(texts(toolkit), 'FMT_XML')),
} as const satisfies Record<string, (content: Content) => WrittenFile>;

export type Format = keyof typeof formats;

function file(name: string, content: string | Buffer): WrittenFile {
  return { name, bytes: Buffer.from(content) };
}

/** As the preference stores have it: everything is a text. */
export function texts(values: Values): Record<string, string> {
  const written = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return Object.fromEntries(written);
}

export function registryText({ app, toolkit, user }: Content, header = 'Windows Registry Editor Version 5.00'): string {
  const keys = [
    registryKey('HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude', app),
    registryKey('HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\BedrockLauncher', toolkit),
    registryKey('HKEY_CURRENT_USER\\SOFTWARE\\Policies\\Claude', user),
  ];
  return [header, '', ...keys.flat(), ''].join('\r\n');
}

function registryKey(name: string, values: Values | undefined): string[] {
  if (!values) return [];
  const lines = Object.entries(texts(values)).map(([key, value]) => `"${escaped(key)}"="${escaped(value)}"`);
  return [`[${name}]`, ...lines, ''];
}

function escaped(text: string): string {
  return text.replace(/["\\]/g, '\\$&');
}

function payloadsOf({ app, toolkit }: Content): Values[] {
  const payload = (type: string, values: Values, index: number) => ({
    PayloadType: type,
    PayloadVersion: 1,
    PayloadIdentifier: `com.example.${index}`,
    PayloadUUID: `00000000-0000-4000-8000-00000000000${index}`,
    ...texts(values),
  });
  return [...(app ? [payload(APP_DOMAIN, app, 1)] : []), ...(toolkit ? [payload(TOOLKIT_DOMAIN, toolkit, 2)] : [])];
}

/** The older form, which names the domain inside. */
function wrappedPayload({ PayloadType: domain, ...rest }: Values): Values {
  const values = Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('Payload')));
  const content = { [String(domain)]: { Forced: [{ mcx_preference_settings: values }] } };
  return { PayloadType: 'com.apple.ManagedClient.preferences', PayloadVersion: 1, PayloadContent: content };
}

export function profileText(payloads: Values[]): string {
  const profile = {
    PayloadType: 'Configuration',
    PayloadVersion: 1,
    PayloadScope: 'System',
    PayloadIdentifier: 'com.example',
    PayloadUUID: '00000000-0000-4000-8000-000000000000',
    PayloadContent: payloads,
  };
  return build(profile as PlistValue);
}

/** A CMS message as far as a reader looks: a sequence, the content in one octet string, and a signature after it. */
function signed(text: string): Buffer {
  const head = Buffer.from([0x30, 0x82, 0xff, 0xff, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x04, 0x82, 0xff, 0xff]);
  return Buffer.concat([head, Buffer.from(text), Buffer.from([0xa0, 0x82, 0x01, 0x00, 0x31, 0x00])]);
}

const PYTHON =
  'import json,plistlib,sys;sys.stdout.buffer.write(plistlib.dumps(json.load(sys.stdin),fmt=getattr(plistlib,sys.argv[1])))';
const hasPython = spawnSync('python3', ['--version']).status === 0;

/** By another program's hand where there is one. */
function propertyList(values: Values, format: 'FMT_XML' | 'FMT_BINARY'): Buffer {
  if (!hasPython) return Buffer.from(build(values as PlistValue));
  return execFileSync('python3', ['-c', PYTHON, format], { input: JSON.stringify(values) });
}
