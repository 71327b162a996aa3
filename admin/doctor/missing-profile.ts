import { existsSync, readFileSync } from 'node:fs';
import type { AwsConfig } from '../../shared/identity/aws-config.ts';
import { profileOption } from '../../shared/identity/profile-option.ts';
import { PROFILE_WISH } from '../../shared/policy/wishes.ts';
import { Problem } from '../../shared/problem.ts';
import { nearest } from './nearest.ts';
import type { Scene } from './scene.ts';

/** Why a profile is not found, where it can be guessed: a file, its heading or its name is wrong. */
export async function missingProfile(scene: Scene, found: AwsConfig, name: string): Promise<Problem | undefined> {
  return wrongHeading(found, name) ?? (await nearName(scene, found, name)) ?? (await noFile(scene, found, name));
}

async function noFile(scene: Scene, { files }: AwsConfig, name: string): Promise<Problem | undefined> {
  if (existsSync(files.config)) return undefined;
  const place = await folderNamedBy(scene);
  const next = place ? `correct ${place}` : `create it with: aws configure sso ${profileOption(name)}`;
  return missing(`no profile "${name}": there is no AWS config file ${files.config}`, next);
}

/** What says where the AWS files are; undefined: the home folder. */
async function folderNamedBy(scene: Scene): Promise<string | undefined> {
  const key = await setKey(scene, ['awsDir', 'inferenceBedrockAwsDir']);
  return key ?? (scene.host.env['AWS_CONFIG_FILE'] ? 'or unset AWS_CONFIG_FILE' : undefined);
}

/** The config file wants the word "profile" in a heading, in small letters; the credentials file wants none. */
function wrongHeading({ files, credentials }: AwsConfig, name: string): Problem | undefined {
  if (credentials.has(`profile ${name}`)) return misnamed(files.credentials, `profile ${name}`, name);
  if (!existsSync(files.config)) return undefined;
  const headings = [...readFileSync(files.config, 'utf8').matchAll(/^\[\s*([^\]\r\n]+?)\s*\]/gm)];
  const strange = headings.map(([, heading = '']) => heading).find((heading) => bare(heading) === bare(name));
  return strange === undefined ? undefined : misnamed(files.config, strange, `profile ${name}`);
}

function bare(heading: string): string {
  return heading.replace(/^profile\s+/i, '').replace(/["']/g, '');
}

function misnamed(file: string, heading: string, right: string): Problem {
  return missing(`${file}: the heading [${heading}] names no profile there`, `write it as [${right}]`);
}

async function nearName(scene: Scene, { config, credentials, files }: AwsConfig, name: string) {
  const known = [...new Set([...config.keys(), ...credentials.keys()])];
  const meant = nearest(name, known);
  if (!meant) return undefined;
  const words = `no profile "${name}" in ${files.config} or ${files.credentials}`;
  const there = known.slice(0, 10).join(', ');
  return missing(`${words} (profiles there: ${there})`, `did you mean "${meant}"? correct ${await namedBy(scene)}`);
}

/** Who named the profile. */
async function namedBy(scene: Scene): Promise<string> {
  const { order, host, settings } = scene;
  if (order.wishes.profile) return '--profile';
  if (host.env[PROFILE_WISH] && !(await settings()).managed) return PROFILE_WISH;
  return (await setKey(scene, ['awsProfile', 'inferenceBedrockProfile'])) ?? 'AWS_PROFILE';
}

type Key = 'awsDir' | 'inferenceBedrockAwsDir' | 'awsProfile' | 'inferenceBedrockProfile';

/** The first of those keys that is set, with its place. */
async function setKey({ settings }: Scene, names: Key[]): Promise<string | undefined> {
  const found = await settings();
  const name = names.find((key) => found.get(key));
  return name && `${name} in ${found.placeOf(name)}`;
}

function missing(words: string, hint: string): Problem {
  return new Problem('configuration', words, hint);
}
