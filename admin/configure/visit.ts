import { sentence } from '../../shared/page/sentence.ts';
import { Visitors } from '../../shared/page/visitors.ts';
import type { Problem } from '../../shared/problem.ts';
import { answerTo } from './acts.ts';
import type { Download } from './download.ts';
import { pageHtml } from './html.ts';
import { texts } from './texts.ts';
import type { Window } from './window.ts';

/** In bytes: a file of a mebibyte, as base64, with its name. */
const LONGEST_BODY = 1_500_000;

/** Those who look at the window. */
export class Visit extends Visitors {
  constructor(window: Window) {
    super({
      program: 'bedrock-admin',
      page: (_request, key) => pageHtml(key),
      strange: texts.strange,
      longestBody: LONGEST_BODY,
      first: () => window.view(),
      act: (name, body) => act(window, name, body),
    });
    window.listen((view) => this.tell(view));
  }
}

async function act(window: Window, name: string, body: string): Promise<Response | number> {
  const answer = await answerTo(window, name, body);
  if (answer.status === 422) return Response.json({ fault: faultOf(answer.problem) }, { status: 422 });
  if (answer.status !== 200) return answer.status;
  return answer.download ? fileAnswer(answer.download) : Response.json({ view: await window.change() });
}

/** Names of formats and their files are our own: plain ASCII. */
function fileAnswer({ name, content }: Download): Response {
  const headers = {
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': `attachment; filename="${name}"`,
  };
  return new Response(new Uint8Array(content), { headers });
}

/** An option of the command line is no advice here. */
function faultOf({ message, hint }: Problem) {
  return { what: sentence(message), hint: /--\w/.test(hint) ? '' : sentence(hint) };
}
