import { signedIn } from '../../person.ts';
import type { Actor } from './actor.ts';

/** What somebody goes through, each program of it watched, and the exit codes that show that it happened. */
export interface Story {
  name: string;
  happens(actor: Actor): Promise<void>;
  exitCodes: number[];
}

export const launcher = 'bedrock-launcher';
export const helper = 'bedrock-credential-helper';
export const client = 'bedrock-client';

export const KEY_ID = 'AKIAIOSFODNN7EXAMPLE';
export const KEY = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
export const BEARER = `bedrock-api-key-${Buffer.from(KEY.repeat(4)).toString('base64')}`;

export async function live({ person, fake }: Actor): Promise<void> {
  await signedIn(person, fake);
}

/** A live session whose access token has ended, so that the next program refreshes it. */
export async function ended({ person, fake }: Actor): Promise<void> {
  fake.options.accessTokenSeconds = 0;
  await signedIn(person, fake);
  fake.options.accessTokenSeconds = 3600;
}

export async function everyProgram(actor: Actor): Promise<void> {
  await actor.run(launcher, ['--no-open']);
  await actor.run(helper);
  await actor.run(client, ['ask', 'hi']);
}
