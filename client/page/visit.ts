import { done } from '../../shared/page/answers.ts';
import { Visitors } from '../../shared/page/visitors.ts';
import { statusOf } from './acts.ts';
import type { Chat } from './chat.ts';
import { pageHtml } from './html.ts';
import { languageOf } from './texts/catalogue.ts';

/** In bytes; a question has fewer characters. */
const LONGEST_BODY = 8_000_000;

/** Those who look at a conversation. */
export class Visit extends Visitors {
  constructor(chat: Chat) {
    super({
      program: 'bedrock-client',
      page: (request, key) => pageHtml(languageOf(request.headers.get('accept-language')), key),
      strange: 'Go on in the window where this page was opened, or start bedrock-client page again.',
      longestBody: LONGEST_BODY,
      first: () => chat.all,
      act: (name, body) => {
        const status = statusOf(chat, name, body);
        return status === 204 ? done() : status;
      },
    });
    chat.listen((what) => this.tell(what));
  }
}
