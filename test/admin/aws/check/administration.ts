import type { Permissions } from '../../../fake-aws/options.ts';
import type { FakeAws } from '../../../fake-aws/server.ts';
import type { Person } from '../../../person.ts';
import type { Document } from '../../doctor/diagnosis.ts';

/** Makes the person an administrator too, with permanent keys in the profile "admin" and these rights. */
export function asAdministrator(
  person: Person,
  fake: FakeAws,
  rights: Permissions = {},
  accountId = '111122223333',
): void {
  const [accessKeyId, secretAccessKey] = ['AKIAEXAMPLE', 'a-secret'];
  fake.options.users = [{ accountId, userName: 'admin', accessKeyId, secretAccessKey, ...rights }];
  person.write(
    '.aws/credentials',
    `[admin]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  );
}

/** What `aws check` finds. */
export async function checked(
  person: Person,
  args: string[] = [],
  env: Record<string, string> = {},
): Promise<{ exitCode: number | undefined; document: Document; stderr: string }> {
  const all = ['aws', 'check', '--profile', 'admin', '--json', ...args];
  const { exitCode, stdout, stderr } = await person.run('bedrock-admin', all, { env });
  return { exitCode, document: JSON.parse(stdout) as Document, stderr };
}
