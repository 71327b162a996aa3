import type { HelperAnswer } from '../../shared/token/helper-output.ts';
import { wantFor } from '../../shared/token/lifetime.ts';
import { bearerForm } from './bearer-form.ts';
import { type Finding, ok, plain, warning } from './finding.ts';
import { span } from './moments.ts';
import type { Scene } from './scene.ts';

const WHAT = 'token';

/** What a helper's token says of itself, against what the app will do with it; never the token. */
export async function tokenFinding(scene: Scene, { token, headers }: HelperAnswer): Promise<Finding> {
  const form = bearerForm(token.reveal());
  const extra = { headers: Object.keys(headers).join(', ') };
  if (!form) return ok('token', WHAT, 'of another kind than those that Bedrock knows by their form', plain(extra));
  const rest = form.signedAt + form.lifeSec * 1000 - scene.host.now();
  const details = plain({
    region: form.region,
    'signed for': `${form.lifeSec} s`,
    'still lives': span(rest),
    ...extra,
  });
  const wrong = (await wrongRegion(scene, form.region)) ?? (await shortLife(scene, rest));
  if (!wrong) return ok('token', WHAT, `a Bedrock API key for ${form.region}, living ${span(rest)}`, details);
  return warning('token', WHAT, wrong, { code: 'configuration', details, explains: ['model'] });
}

type Wrong = Pick<Finding, 'words' | 'next'> | undefined;

async function wrongRegion(scene: Scene, signedFor: string | undefined): Promise<Wrong> {
  const region = (await scene.config()).region ?? (await scene.subject())?.identity.region;
  if (!region || signedFor === region) return undefined;
  return {
    words: `the token is for region ${signedFor}, but Bedrock is called in ${region}`,
    next: 'set the same region for the helper and in inferenceBedrockRegion',
  };
}

async function shortLife(scene: Scene, rest: number): Promise<Wrong> {
  const { ttlSec } = (await scene.config()).helper;
  const needed = wantFor(scene.host, ttlSec).leastMs;
  if (rest >= needed) return undefined;
  const life = Math.max(0, Math.floor(rest / 1000));
  return {
    words: `the token lives ${life} s, but inferenceCredentialHelperTtlSec ${ttlSec} needs ${needed / 1000} s`,
    next: 'lower inferenceCredentialHelperTtlSec, or have the helper give tokens that live longer',
  };
}
