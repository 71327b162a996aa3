import type { Host } from '../shared/host.ts';
import { jsonText } from '../shared/json-text.ts';
import { print } from '../shared/program.ts';
import { newSpinner, showsSpinner } from '../shared/spinner.ts';
import type { State } from './states.ts';

/** Tells whoever started us in which state we are; what a person must read is said besides, by `say`. */
export interface Voice {
  /** Whether states are told at all. */
  shows: boolean;
  state(state: State): void;
  say(line: string): void;
  /** Nothing more is to come. */
  end(exitCode: number): void;
}

/** Events for scripts, a spinner for a terminal, and nothing more for everybody else. */
export function voiceFor(host: Host, json: boolean): Voice {
  if (json) return jsonVoice(host);
  return showsSpinner(host) ? terminalVoice(host) : plainVoice(host);
}

function plainVoice({ say }: Host): Voice {
  return { shows: false, state: () => {}, say, end: () => {} };
}

/** One JSON object a line on stdout; times are RFC 3339, in UTC. */
function jsonVoice({ say, now }: Host): Voice {
  const event = (name: string, fields: object) =>
    print(jsonText({ event: name, time: new Date(now()).toISOString(), ...fields }));
  return {
    shows: true,
    say,
    state: ({ name, who, invitation, problem }) =>
      event('state', {
        state: name,
        ...(who && { identity: who }),
        ...(invitation && {
          address: invitation.address,
          userCode: invitation.userCode,
          expiresAt: new Date(invitation.expiresAt).toISOString(),
        }),
        ...(problem && { code: problem.code, message: problem.message, hint: problem.hint }),
      }),
    end: (exitCode) => event('end', { exitCode }),
  };
}

function terminalVoice(host: Host): Voice {
  const { start, say, stop } = newSpinner(host);
  return {
    shows: true,
    state: ({ name }) => {
      const text = WAITING[name];
      if (text) start(text);
      else stop();
    },
    say,
    end: stop,
  };
}

/** Of every other state there is nothing to wait for. */
const WAITING: Partial<Record<State['name'], string>> = {
  checking: 'asking AWS who you are',
  refreshable: 'renewing the sign-in',
  preparing: 'preparing the sign-in',
  'sign-in-needed': 'waiting for you to sign in',
  'signing-in-elsewhere': 'waiting for the other sign-in',
};
