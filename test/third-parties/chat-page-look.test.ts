import type { Page } from 'playwright-core';
import { barriers, describeWithChromium, onChromium, picture } from './chromium/browser.ts';
import { atChat, converse, send } from './chromium/chat.ts';

const ANSWER = `## Backups that restore

A backup is worth what its **last restore** was worth. Three things to get right, in this order:

1. *What* is copied: the data, and the key that opens it.
2. *Where* it lies: never on the machine that it is of.
3. *When* it was last restored, see [the guide](https://docs.example.com/backup).
   - on a fresh machine
   - by somebody else than you

\`\`\`bash
# Every night at two, kept for thirty days
restic backup --one-file-system /home --exclude-caches --tag nightly --verbose=2 --limit-upload 4096
restic forget --keep-daily 30 --prune
\`\`\`

| Kind | Every | Kept for |
|:-----|:------|---------:|
| full | week  | 90 days  |
| rest | night | 30 days  |

> What nobody has restored is a hope, not a backup.

- [x] chosen a tool, with \`restic check\`
- [ ] restored once
`;

describeWithChromium('how the conversation looks (needs Chromium)', () => {
  const chromium = onChromium();
  const desk = atChat(chromium, { answer: ANSWER });

  /** Whether anything is wider than the window, so that a person would have to scroll sideways. */
  const overflow = (page: Page) =>
    page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

  describe.each([
    ['light', { viewport: { width: 1100, height: 900 }, colorScheme: 'light' }],
    ['dark', { viewport: { width: 1100, height: 900 }, colorScheme: 'dark' }],
    ['phone', { viewport: { width: 390, height: 844 } }],
    ['phone-dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
    ['large-text', { viewport: { width: 320, height: 568 }, colorScheme: 'dark' }],
  ] as const)('%s', (look, options) => {
    test('nobody meets a barrier, and nothing is cut off', async () => {
      const { run, page } = await desk.page(options);
      const found: Record<string, unknown> = {};
      const look_at = async (name: string) => {
        await picture(page, `chat-${name}-${look}`);
        found[name] = [await barriers(page), await overflow(page)];
      };
      await look_at('empty');
      await converse(page, 'How do I back up my machine?\n\nIt runs Linux, and it must not cost much.');
      await look_at('answer');
      await page.evaluate("document.getElementById('log').scrollTo(0, 0)");
      await page.locator('#latest').waitFor();
      await look_at('beginning');
      desk.fake.faults.set('InvokeModelWithResponseStream', 'mid-stream-cut', 1);
      await converse(page, 'And how do I restore it?');
      await look_at('failed');
      desk.fake.faults.set('InvokeModelWithResponseStream', 'throttle');
      await send(page, 'Say it shorter.');
      await page.getByText('Claude is busy').first().waitFor();
      await look_at('held');
      run.child.kill('SIGTERM');
      await page.getByText('This conversation has ended').waitFor();
      await look_at('ended');
      expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, [[], 0]])));
      expect(await run.ended).toBe(0);
    });
  });
});
