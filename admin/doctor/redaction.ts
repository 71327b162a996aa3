/**
 * The last guard before anything is shown or packed: findings are made without secrets, and logs are written without. What
 * looks like one all the same is cut out here.
 */
const SECRETS: [RegExp, string][] = [
  [/bedrock-api-key-[\w+/=%.-]+/g, '[token]'],
  [/\b(AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}\b/g, '[access key]'],
  // The value of a header or of a field, to its end: a scheme and a credential, or the credential alone.
  [
    /\b((?:proxy-)?authorization|x-amz-[\w-]*(?:token|signature|credential)|set-cookie|cookie)(["']?\s*[:=]\s*["']?)[^"'\r\n]+/gi,
    '$1$2[secret]',
  ],
  [/\b(Bearer|Basic)\s+[\w+/=.~-]{8,}/g, '$1 [secret]'],
  [
    /\b((?:access|refresh|session|id|security)_?token|client_?secret|secret_?(?:access_?)?key|password|passwd)(["']?\s*[:=]\s*["']?)[^\s"',}]+/gi,
    '$1$2[secret]',
  ],
  // As programs of others print them. Our own words have such names before a colon only.
  [/\b((?:[\w-]*token|api[_-]?key|secret|pwd|passphrase|pass)\s*=\s*["']?)[^\s"',;&}]+/gi, '$1[secret]'],
  [/\b((?:api[_-]?key|pwd|passphrase)["']?\s*:\s*["']?)[^\s"',;}]+/gi, '$1[secret]'],
  [/("token"\s*:\s*")(?!\.\.\.")[^"]+/gi, '$1[secret]'],
  // Of an address.
  [/([?&](?:code|key|sig|signature)=)[^&\s"']+/gi, '$1[secret]'],
  [/\bABSK[\w+/=]{12,}/g, '[token]'],
  // User name and password in an address; not those of an example.
  [/(\b[a-z][a-z\d+.-]*:\/\/)(?!USER:PASSWORD@)[^\s/@"']+@/gi, '$1[secret]@'],
  [/[\w+=~%-]{40,}/g, '[long text]'],
];

/** A file of the AWS CLI's cache is named by a hash, and a role of IAM Identity Center by its permission set and an ID. */
const KNOWN = /^([0-9a-f]{40}|AWSReservedSSO_[\w+=-]{1,81})$/;

export function redacted(text: string): string {
  return SECRETS.reduce(
    (rest, [pattern, instead]) =>
      instead === '[long text]'
        ? rest.replace(pattern, (found) => (KNOWN.test(found) ? found : instead))
        : rest.replace(pattern, instead),
    text,
  );
}

/** For texts of programs: a secret with slashes in it is one too; a path begins with one. */
export function redactedLog(text: string): string {
  return redacted(text).replace(/[\w+/=.~%-]{40,}/g, (found) => (/^[/~.]/.test(found) ? found : '[long text]'));
}
