import { Problem } from '../problem.ts';

const LIMIT_MS = 3_000;
const ITEM = { service: 'io.github.bedrock-launcher', name: 'vault-key' };

/** The operating system's keychain: Secret Service, Credential Manager, Keychain. It holds one item of ours. */
export const keychain = {
  /** Undefined when it holds no item of ours. */
  read: async () => (await inTime(Bun.secrets.get(ITEM))) ?? undefined,
  write: (value: string) => inTime(Bun.secrets.set({ ...ITEM, value })),
  remove: async () => {
    await inTime(Bun.secrets.delete(ITEM));
  },
};

async function inTime<Value>(call: Promise<Value>): Promise<Value> {
  const late = Bun.sleep(LIMIT_MS).then(() => Promise.reject(new Error('no answer in 3 seconds')));
  try {
    return await Promise.race([call, late]);
  } catch (thrown) {
    throw new Problem(
      'storage',
      'the keychain of this system is not available',
      'unlock it (on Linux: start a Secret Service such as gnome-keyring), or set secureStorage to file',
      thrown,
    );
  }
}
