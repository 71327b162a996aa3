import type { Program } from '../shared/program.ts';
import { AS_BROWSER, asBrowser } from './aws-cli/as-browser.ts';
import { launch } from './launch.ts';

export const program: Program = {
  name: 'bedrock-launcher',
  help: `bedrock-launcher - signs you in to AWS when that is needed, then opens Claude

Usage: bedrock-launcher [--no-open | --status | --sign-in | --sign-out | --refresh] [--profile NAME] [--json]
       bedrock-launcher --background on | off

  --no-open        probe and sign in only
  --status         who is signed in, until when, by which way; asks no person
  --sign-in        sign in anew, though the session still lives
  --sign-out       end the session at AWS and remove all that is kept of it on this machine
  --refresh        keep the session alive, without asking anybody and without opening anything
  --background on  renew the session in the background from now on, where the settings want it; off ends that
  --renew          one such renewal, as the operating system starts it; --jitter SECONDS waits up to so long
  --profile NAME   an AWS named profile, instead of the configured identity
  --json           with --no-open, --sign-in or neither: events on stdout, one JSON object a line; with --status: one object
  --version        version and build
  --help           this text

Exit codes: 0 done, 2 usage, 3 configuration, 4 sign-in needed, 5 sign-in refused, 6 AWS unreachable, 7 AWS refused, 8 storage,
9 out of time.`,
  options: {
    'no-open': { type: 'boolean' },
    'sign-out': { type: 'boolean' },
    'sign-in': { type: 'boolean' },
    background: { type: 'string' },
    renew: { type: 'boolean' },
    jitter: { type: 'string' },
    refresh: { type: 'boolean' },
    status: { type: 'boolean' },
    json: { type: 'boolean' },
    profile: { type: 'string' },
    [AS_BROWSER]: { type: 'string' },
  },
  async story(host, given) {
    const address = given.values[AS_BROWSER];
    return typeof address === 'string' ? asBrowser(address) : launch(host, given);
  },
};
