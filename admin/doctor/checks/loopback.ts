import type { Check } from '../examination.ts';
import { ok, warning } from '../finding.ts';
import type { Scene } from '../scene.ts';

const WHAT = 'loopback port';

/** Whether the sign-in page could be shown: bound on 127.0.0.1 alone, and let go at once. */
export const loopback: Check<Scene> = {
  id: 'loopback',
  section: 'Network',
  what: WHAT,
  async find() {
    try {
      const server = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => new Response() });
      await server.stop(true);
      return [ok('loopback', WHAT, 'can be opened for the sign-in page')];
    } catch (thrown) {
      const words = `no port of 127.0.0.1 can be opened (${(thrown as NodeJS.ErrnoException).code})`;
      const next = 'allow it in the security agent of this machine, or set signInFlow to device-code';
      return [warning('loopback', WHAT, { words, next }, { code: 'configuration' })];
    }
  },
};
