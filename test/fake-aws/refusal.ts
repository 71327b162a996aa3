import { randomUUID } from 'node:crypto';
import { page } from './page.ts';

/** Each service has its own wire form of an error. */
export type Service = 'oidc' | 'portal' | 'sts' | 'iam' | 'bedrock' | 'page';

/** An error that AWS would answer. Whichever code throws it, the service of the operation gives it its form. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  /** For the log of calls only. */
  readonly reason: string | undefined;

  constructor(status: number, code: string, message: string, reason?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.reason = reason;
  }
}

export const throttled: Record<Service, Refusal> = {
  oidc: new Refusal(429, 'TooManyRequestsException', 'HTTP 429 Too Many Requests'),
  portal: new Refusal(429, 'TooManyRequestsException', 'HTTP 429 Too Many Requests'),
  sts: new Refusal(400, 'Throttling', 'Rate exceeded'),
  iam: new Refusal(400, 'Throttling', 'Rate exceeded'),
  bedrock: new Refusal(429, 'ThrottlingException', 'Too many requests, please wait before trying again.'),
  page: new Refusal(429, 'Too Many Requests', 'Too many requests'),
};

export const expired: Record<Service, Refusal> = {
  oidc: new Refusal(400, 'ExpiredTokenException', 'Expired token'),
  portal: new Refusal(401, 'UnauthorizedException', 'Session token not found or invalid'),
  sts: new Refusal(403, 'ExpiredToken', 'The security token included in the request is expired'),
  iam: new Refusal(403, 'ExpiredToken', 'The security token included in the request is expired'),
  bedrock: new Refusal(403, 'ExpiredTokenException', 'The security token included in the request is expired'),
  page: new Refusal(400, 'Expired', 'This request has expired'),
};

export function refusalAnswer(service: Service, refusal: Refusal): Response {
  return forms[service](refusal);
}

const forms: Record<Service, (refusal: Refusal) => Response> = {
  oidc: (refusal) => json(refusal, { error: oauthError(refusal.code), error_description: refusal.message }),
  portal: (refusal) =>
    json(refusal, { message: refusal.message, __type: `com.amazonaws.switchboard.portal#${refusal.code}` }),
  // Bedrock spells the key with a capital M when its front door, not the service, says no.
  bedrock: (refusal) =>
    json(refusal, { [refusal.code === 'AccessDeniedException' ? 'Message' : 'message']: refusal.message }),
  sts: (refusal) => queryError(refusal, 'https://sts.amazonaws.com/doc/2011-06-15/'),
  iam: (refusal) => queryError(refusal, 'https://iam.amazonaws.com/doc/2010-05-08/'),
  page: (refusal) => page(refusal.code, `<p>${Bun.escapeHTML(refusal.message)}</p>`, refusal.status),
};

function json(refusal: Refusal, body: object): Response {
  return Response.json(body, { status: refusal.status, headers: { 'x-amzn-ErrorType': refusal.code } });
}

/** `AuthorizationPendingException` is `authorization_pending` in the words of OAuth. */
function oauthError(code: string): string {
  const words = code.replace(/Exception$/, '').replace(/(?<=[a-z])(?=[A-Z])/g, '_');
  return words.toLowerCase();
}

function queryError({ status, code, message }: Refusal, namespace: string): Response {
  const xml = `<ErrorResponse xmlns="${namespace}">
  <Error>
    <Type>${status < 500 ? 'Sender' : 'Receiver'}</Type>
    <Code>${code}</Code>
    <Message>${Bun.escapeHTML(message)}</Message>
  </Error>
  <RequestId>${randomUUID()}</RequestId>
</ErrorResponse>
`;
  return new Response(xml, { status, headers: { 'content-type': 'text/xml' } });
}
