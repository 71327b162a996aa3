import type { Call } from './dbus.ts';
import type { Value } from './dbus-values.ts';

/** The name of an item, as Bun.secrets takes it. */
export interface ItemName {
  service: string;
  name: string;
}

const SERVICE = { destination: 'org.freedesktop.secrets', path: '/org/freedesktop/secrets' };

function toService(member: string, signature: string, ...body: Value[]): Call {
  return { ...SERVICE, interface: 'org.freedesktop.Secret.Service', member, signature, body };
}

export const openSession = toService('OpenSession', 'sv', 'plain', { signature: 's', value: '' });
export const readDefault = toService('ReadAlias', 's', 'default');
export const unlockObjects = (paths: string[]) => toService('Unlock', 'ao', paths);

/** The attributes that Bun.secrets gives its items. */
function attributesOf({ service, name }: ItemName): Value[] {
  return Object.entries({ account: name, service, 'xdg:schema': 'com.oven-sh.bun.Secret' });
}

export function searchItems(item: ItemName): Call {
  return toService('SearchItems', 'a{ss}', attributesOf(item));
}

/** In place of one that has the same attributes. */
export function createItem(collection: string, item: ItemName, session: string, value: string): Call {
  const properties: Value[] = [
    ['org.freedesktop.Secret.Item.Label', { signature: 's', value: `${item.service}/${item.name}` }],
    ['org.freedesktop.Secret.Item.Attributes', { signature: 'a{ss}', value: attributesOf(item) }],
  ];
  const secret: Value[] = [session, [], [...Buffer.from(value)], 'text/plain'];
  return {
    ...SERVICE,
    path: collection,
    interface: 'org.freedesktop.Secret.Collection',
    member: 'CreateItem',
    signature: 'a{sv}(oayays)b',
    body: [properties, secret, true],
  };
}

export function deleteItem(path: string): Call {
  return { ...SERVICE, path, interface: 'org.freedesktop.Secret.Item', member: 'Delete', signature: '', body: [] };
}

export function getSecret(path: string, session: string): Call {
  return {
    ...SERVICE,
    path,
    interface: 'org.freedesktop.Secret.Item',
    member: 'GetSecret',
    signature: 'o',
    body: [session],
  };
}

export function getLocked(path: string): Call {
  const body = ['org.freedesktop.Secret.Collection', 'Locked'];
  return { ...SERVICE, path, interface: 'org.freedesktop.DBus.Properties', member: 'Get', signature: 'ss', body };
}

export const watchPrompts: Call = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
  member: 'AddMatch',
  signature: 's',
  body: ["type='signal',interface='org.freedesktop.Secret.Prompt',member='Completed'"],
};

/** No window of ours is its parent. */
export function showPrompt(path: string): Call {
  return {
    ...SERVICE,
    path,
    interface: 'org.freedesktop.Secret.Prompt',
    member: 'Prompt',
    signature: 's',
    body: [''],
  };
}
