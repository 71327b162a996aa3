import { statSync } from 'node:fs';
import { deadline } from '../../../shared/deadline.ts';
import { replaceFile } from '../../../shared/files.ts';
import type { Host } from '../../../shared/host.ts';
import { jsonText } from '../../../shared/json-text.ts';
import { readSettingsBytes, textOf } from '../../../shared/policy/settings-file.ts';
import { wishesIn } from '../../../shared/policy/wishes.ts';
import { type ExitName, Problem } from '../../../shared/problem.ts';
import { type Arguments, print } from '../../../shared/program.ts';
import { fileIn } from '../document.ts';
import { textIn } from '../permission-set.ts';
import { portalOf } from './assignments.ts';
import { chosenOf } from './choice.ts';
import { filled, type Values } from './filling.ts';
import { sessionMeant } from './session.ts';

const LIMIT_S = 60;
/** A new file is for the person alone. */
const PRIVATE = 0o600;

/** `aws record`: start URL, region, account and role of a session that is signed in, printed or filled into a file. */
export async function record(host: Host, { values: given }: Arguments): Promise<ExitName> {
  const out = typeof given['out'] === 'string' ? fileIn(given['out']) : undefined;
  const values = { ...(await roleMeant(host, given)), ...profileIn(given) };
  if (out) await fill(host, out, values);
  if (!out || given['json']) print(jsonText(values, 2));
  return 'done';
}

async function roleMeant(host: Host, given: Arguments['values']): Promise<Values> {
  const [account, role] = [textIn(given, 'account', 'ssoAccountId'), textIn(given, 'role', 'ssoRoleName')];
  const wish = { profile: wishesIn(given).profile, ssoSession: textIn(given, 'sso-session', 'awsProfile') };
  const meant = await sessionMeant(host, wish);
  const portal = await portalOf(host, meant, limit);
  const accounts = await portal.accounts();
  const accountId = await chosenOf({ what: 'account', option: 'account ID', items: accounts }, account);
  const roles = (await portal.roles(accountId)).map((name) => ({ id: name, label: name }));
  const roleName = await chosenOf({ what: `role in ${accountId}`, option: 'role NAME', items: roles }, role);
  const { startUrl, region } = meant.session.portal;
  return { ssoStartUrl: startUrl, ssoRegion: region, ssoAccountId: accountId, ssoRoleName: roleName };
}

/** Of the calls for one list; a person may take as long as they like to choose. */
function limit(): AbortSignal {
  return deadline(LIMIT_S * 1000, new Problem('timeout', `not finished within ${LIMIT_S} s`, 'try again'));
}

function profileIn(given: Arguments['values']): Values {
  const name = textIn(given, 'set-profile', 'awsProfile');
  return name === undefined ? {} : { awsProfile: name };
}

/** Says each change. */
async function fill(host: Host, file: string, values: Values): Promise<void> {
  const bytes = readSettingsBytes(file);
  const { text, changes } = filled(file, bytes && textOf(bytes), values);
  if (changes.length === 0) return host.say(`${file} has these values already`);
  const mode = bytes ? statSync(file).mode & 0o777 : PRIVATE;
  await replaceFile(file, text, true, mode);
  for (const change of changes) host.say(change);
  host.say(`${bytes ? 'filled' : 'wrote'} ${file}`);
}
