import { randomUUID } from 'node:crypto';
import { arnOf, type SignatureCodes, signedCaller } from './caller.ts';
import { type Aws, type Exchange, formBody, type Operation } from './exchange.ts';
import { sha256 } from './sigv4.ts';

/** AWS STS: https://docs.aws.amazon.com/STS/latest/APIReference/ */
export const stsOperations: readonly Operation[] = [
  {
    name: 'GetCallerIdentity',
    service: 'sts',
    method: 'POST',
    path: /^\/$/,
    accepts: (exchange) => formBody(exchange).get('Action') === 'GetCallerIdentity',
    handle: getCallerIdentity,
  },
];

const codes: SignatureCodes = {
  missing: 'MissingAuthenticationToken',
  incomplete: 'IncompleteSignature',
  unknownKey: 'InvalidClientTokenId',
  expired: 'ExpiredToken',
  mismatch: 'SignatureDoesNotMatch',
};

function getCallerIdentity(exchange: Exchange, { sessions }: Aws): Response {
  const session = signedCaller(exchange, sessions, { service: 'sts' }, codes);
  exchange.details.auth = 'sigv4';
  const { accountId, roleName } = session.role;
  const roleId = `AROA${sha256(roleName).slice(0, 17).toUpperCase()}`;
  const xml = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>${Bun.escapeHTML(arnOf(session))}</Arn>
    <UserId>${roleId}:person@example.com</UserId>
    <Account>${accountId}</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata>
    <RequestId>${randomUUID()}</RequestId>
  </ResponseMetadata>
</GetCallerIdentityResponse>
`;
  return new Response(xml, { headers: { 'content-type': 'text/xml' } });
}
