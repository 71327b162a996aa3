import type { Host } from '../../shared/host.ts';
import { writeWhole } from '../../shared/program.ts';
import type { Listener } from '../question.ts';
import { displayOf } from './display.ts';
import { waitingFor } from './waiting.ts';

/** An answer that a person waits for and then sees. */
export interface ShownAnswer {
  listener: Required<Pick<Listener, 'text' | 'waits'>>;
  /** Whatever comes next begins on a line of its own. */
  end(): void;
}

/** Begins to wait. `before` is shown before the first word. */
export function shownAnswer(host: Host, before = ''): ShownAnswer {
  const [waiting, display] = [waitingFor(host), displayOf(host)];
  let lead = before;
  waiting.begin();
  return {
    listener: {
      waits: waiting.waits,
      text(words) {
        waiting.end();
        if (lead) writeWhole(lead);
        lead = '';
        display.text(words);
      },
    },
    end() {
      waiting.end();
      display.end();
    },
  };
}
