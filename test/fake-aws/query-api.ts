import type { SignatureCodes } from './caller.ts';
import { type Exchange, formBody, type Operation } from './exchange.ts';

/** An operation of the Query protocol: a form whose Action names it. */
export function queryOperation(service: Operation['service'], name: string, handle: Operation['handle']): Operation {
  const accepts = (exchange: Exchange) => formBody(exchange).get('Action') === name;
  return { name, service, method: 'POST', path: /^\/$/, accepts, handle };
}

/** How services of the Query protocol refuse a signature. */
export const queryCodes: SignatureCodes = {
  missing: 'MissingAuthenticationToken',
  incomplete: 'IncompleteSignature',
  unknownKey: 'InvalidClientTokenId',
  expired: 'ExpiredToken',
  mismatch: 'SignatureDoesNotMatch',
};
