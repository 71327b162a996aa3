import type { Aws, Exchange, Operation } from './exchange.ts';
import type { Role } from './options.ts';
import { expired, Refusal } from './refusal.ts';
import type { PortalSession } from './sessions.ts';

/** AWS SSO portal: https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/ */
export const portalOperations: readonly Operation[] = [
  {
    name: 'GetRoleCredentials',
    service: 'portal',
    method: 'GET',
    path: /^\/federation\/credentials$/,
    handle: getRoleCredentials,
  },
  { name: 'ListAccounts', service: 'portal', method: 'GET', path: /^\/assignment\/accounts$/, handle: listAccounts },
  {
    name: 'ListAccountRoles',
    service: 'portal',
    method: 'GET',
    path: /^\/assignment\/roles$/,
    handle: listAccountRoles,
  },
  { name: 'Logout', service: 'portal', method: 'POST', path: /^\/logout$/, handle: logout },
];

function getRoleCredentials(exchange: Exchange, aws: Aws): Response {
  const accountId = required(exchange, 'account_id');
  const roleName = required(exchange, 'role_name');
  Object.assign(exchange.details, { accountId, role: roleName });
  portalSession(exchange, aws);
  const role = aws.options.roles.find((item) => item.accountId === accountId && item.roleName === roleName);
  if (!role) throw new Refusal(403, 'ForbiddenException', 'No access');
  const session = aws.sessions.assume(role, exchange.now);
  return Response.json({
    roleCredentials: {
      accessKeyId: session.accessKeyId,
      secretAccessKey: session.secretAccessKey,
      sessionToken: session.sessionToken,
      expiration: session.endsAt,
    },
  });
}

function listAccounts(exchange: Exchange, aws: Aws): Response {
  portalSession(exchange, aws);
  const ids = [...new Set(aws.options.roles.map((role) => role.accountId))];
  const accounts = ids.map((accountId) => ({
    accountId,
    accountName: `account-${accountId.slice(-4)}`,
    emailAddress: `aws+${accountId}@example.com`,
  }));
  const { items, nextToken } = pageOf(accounts, exchange);
  return Response.json({ accountList: items, nextToken });
}

function listAccountRoles(exchange: Exchange, aws: Aws): Response {
  const accountId = required(exchange, 'account_id');
  exchange.details.accountId = accountId;
  portalSession(exchange, aws);
  const ofAccount = (role: Role) => role.accountId === accountId;
  const { items, nextToken } = pageOf(aws.options.roles.filter(ofAccount), exchange);
  return Response.json({ nextToken, roleList: items.map(({ roleName }) => ({ accountId, roleName })) });
}

function logout(exchange: Exchange, aws: Aws): Response {
  portalSession(exchange, aws).endsAt = 0;
  return new Response(null, { status: 200 });
}

function portalSession(exchange: Exchange, { sessions }: Aws): PortalSession {
  const session = sessions.find(exchange.headers.get('x-amz-sso_bearer_token') ?? '', exchange.now);
  if (!session) throw expired.portal;
  return session;
}

function required(exchange: Exchange, name: string): string {
  const value = exchange.url.searchParams.get(name);
  if (!value) throw new Refusal(400, 'InvalidRequestException', `${name} is required`);
  return value;
}

function pageOf<T>(all: readonly T[], exchange: Exchange): { items: T[]; nextToken: string | null } {
  const query = exchange.url.searchParams;
  const start = Number(query.get('next_token') ?? 0);
  const end = start + Math.min(Number(query.get('max_result') ?? PAGE), PAGE);
  return { items: all.slice(start, end), nextToken: end < all.length ? String(end) : null };
}

/** Few, so that every list of some length has several. */
const PAGE = 2;
