import { Problem } from '../../shared/problem.ts';
import { moment, span } from '../../shared/spans.ts';
import { bearerForm } from '../../shared/token/bearer-form.ts';
import type { HelperAnswer } from '../../shared/token/helper-output.ts';
import { wantFor } from '../../shared/token/lifetime.ts';
import { type Finding, failure, ok, plain, warning } from './finding.ts';
import type { Scene } from './scene.ts';

const WHAT = 'token';

/** Who gave the token, for the next step. The app asks a helper again and again; a key in the settings stays. */
type Giver = 'helper' | 'settings';

const RENEW: Record<Giver, string> = {
  helper: 'have the helper give a new one, not one that it has kept',
  settings: 'put a new API key into inferenceBedrockBearerToken',
};

/** What a token says of itself, against what the app will do with it; never the token. */
export async function tokenFinding(scene: Scene, { token, headers }: HelperAnswer, giver: Giver): Promise<Finding> {
  const form = bearerForm(token.reveal());
  const extra = { headers: Object.keys(headers).join(', ') };
  if (isOdd(token.reveal())) return odd(giver);
  if (!form) return ok('token', WHAT, 'of another kind than those that Bedrock knows by their form', plain(extra));
  const [now, end] = [scene.host.now(), form.signedAt + form.lifeSec * 1000];
  const rest = end - now;
  const details = plain({
    region: form.region,
    'signed for': `${form.lifeSec} s`,
    'still lives': span(rest),
    ...extra,
  });
  if (rest <= 0) {
    const words = `the token has ended, ${moment(end, now)}`;
    return failure('token', WHAT, new Problem('configuration', words, RENEW[giver]), details);
  }
  const wrong =
    (await wrongRegion(scene, form.region)) ?? (giver === 'helper' ? await shortLife(scene, rest) : undefined);
  if (!wrong) return ok('token', WHAT, `a Bedrock API key for ${form.region}, living ${span(rest)}`, details);
  return warning('token', WHAT, wrong, { code: 'configuration', details, explains: ['model'] });
}

/** Quotes, tags and braces: a page, or a text that was to be taken apart. */
function isOdd(token: string): boolean {
  return /["'<>{}\\]/.test(token);
}

function odd(giver: Giver): Finding {
  const words = 'the token has quotes, < or { in it, as no token has: is it a web page, or part of a program?';
  const next = giver === 'helper' ? 'have the helper print the token alone' : 'correct inferenceBedrockBearerToken';
  return warning('token', WHAT, { words, next }, { code: 'configuration', explains: ['model'] });
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
