import { type Misbehaving, printing } from './row.ts';

/** Prints that text, with $PLANTED and $TOKEN in it. */
const says = (text: string) => `cat <<END\n${text}\nEND`;

/** Helpers that print text, and not one token. */
export const texts: Misbehaving[] = [
  printing('nothing', 'true', /nothing$/, /to stdout/),
  printing('empty lines', "printf '\\n\\n  \\r\\n'", /nothing but empty lines$/, /to stdout/),
  printing('its token on stderr', 'echo "the token is ready" >&2', /nothing$/, /what it says on stderr is no answer/),
  printing('a byte order mark', "printf '\\357\\273\\277%s\\n' $TOKEN", /a byte order mark$/, /without BOM/),
  printing('UTF-16 with a mark', "printf '\\377\\376h\\000u\\000n\\000t\\000'", /UTF-16 text$/, /PowerShell/),
  printing('UTF-16 of the other order', "printf '\\000h\\000u\\000n\\000t'", /UTF-16 text$/, /ASCII/),
  printing('NUL bytes', "printf '%s\\000%s' $PLANTED $PLANTED", /binary data$/, /as text/),
  printing('a packed file', "printf '\\037\\213\\010\\000\\377\\376\\001'", /binary data$/, /as text/),
  printing('Latin-1', "printf 'cl\\351-%s' $PLANTED", /binary data$/, /as text/),
  printing('backspaces', "printf '%s\\b\\b\\b' $PLANTED", /control characters$/, /as text/),
  printing('colours', "printf '\\033[32m%s\\033[0m\\n' $TOKEN", /terminal colours \(escape sequences\)$/, /NO_COLOR=1/),
  printing('a title', "printf '\\033]0;sign-in\\007%s\\n' $TOKEN", /terminal colours \(escape sequences\)$/),
  printing('a banner', 'echo "Welcome to $PLANTED Corp!"; echo $TOKEN', /words above its token$/, />&2/),
  printing('an epilogue', 'echo $TOKEN; echo "valid until $PLANTED"', /words below its token$/, />&2/),
  printing(
    'words all around',
    'echo "signing in"; echo $TOKEN; echo "good bye"',
    /words above and below its token$/,
    />&2/,
  ),
  printing('log lines alone', 'echo "[INFO] one two"; echo "[INFO] $PLANTED"', /2 lines$/, />&2/),
  printing('a remark', 'echo "$TOKEN # $PLANTED"', /words after its token$/, />&2/),
  printing('an introduction', 'echo "here you are: $TOKEN"', /words before its token$/, />&2/),
  printing('a sentence', 'echo "please sign in first, $PLANTED"', /5 words in one line$/, />&2/),
  printing('two tokens', 'echo $TOKEN; echo $TOKEN', /2 lines, each like a token$/, /one token, in one line/),
  printing('two tokens in one line', 'echo "$TOKEN $TOKEN"', /2 tokens in one line$/, /one token/),
  printing('a broken token', 'yes | head -c 150 | base64', /its token broken into 3 lines$/, /base64 -w 0/),
  printing('an endless token', 'yes x | tr -d "\\n" | head -c 17000', /more than a token: over 16384 characters$/),
  printing('other alphabets', `printf '“%s”' $PLANTED`, /letters beyond ASCII$/, /as it was given/),
];

/** Helpers that print something known that is no token. */
export const lookAlikes: Misbehaving[] = [
  printing('quotes', `printf '"%s"\\n' $TOKEN`, /its token in quotes$/, /jq -r/),
  printing('a scheme', 'echo "Bearer $TOKEN"', /"Bearer" in front of its token$/, /the app adds the scheme/),
  printing('a header', 'echo "Authorization: Bearer $TOKEN"', /"Bearer" in front of its token$/),
  printing('lines for a shell', 'echo "export AWS_BEARER_TOKEN_BEDROCK=$TOKEN"', /NAME=value$/, /the value alone/),
  printing('a variable', 'echo "AWS_BEARER_TOKEN_BEDROCK=$TOKEN"', /NAME=value$/, /the value alone/),
  printing('an INI file', says('[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE'), /NAME=value$/),
  printing('a name', 'echo "token: $TOKEN"', /NAME=value$/, /without its name/),
  printing('a page', says('<!DOCTYPE html>\n<html>$PLANTED</html>'), /an HTML or XML page$/, /a sign-in page\?/),
  printing('a list', `printf '["%s"]' $TOKEN`, /a JSON list$/, /the one document/),
  printing('an access key ID', 'echo AKIAIOSFODNN7EXAMPLE', /an AWS access key ID instead of a token$/, /makes one/),
  printing('null, as jq does', 'echo null', /null instead of a token$/, /name of the field/),
  printing('an address', 'echo "https://example.com/?code=$PLANTED"', /a URL instead of a token$/, /token alone/),
];

const json = (text: string) => `cat <<'END' | sed "s/PLANTED/$PLANTED/g"\n${text}\nEND`;

/** Helpers that print JSON which is no {"token", "headers"}. */
export const documents: Misbehaving[] = [
  printing(
    'credential_process JSON',
    json('{"Version":1,"AccessKeyId":"PLANTED","SecretAccessKey":"PLANTED","SessionToken":"PLANTED"}'),
    /credential_process JSON instead of a token$/,
    /bedrock-credential-helper makes one of them/,
  ),
  printing(
    'what awsCredentialExport prints',
    json('{"Credentials":{"AccessKeyId":"PLANTED","SecretAccessKey":"PLANTED"}}'),
    /\{"Credentials": \.\.\.\} of AWS instead of a token$/,
    /bedrock-credential-helper makes one of them/,
  ),
  printing(
    'an expiry',
    json('{"token":"PLANTED","expiresAt":"PLANTED"}'),
    /JSON with more than "token" and "headers": expiresAt$/,
    /inferenceCredentialHelperTtlSec/,
  ),
  printing(
    'what OAuth answers',
    json('{"access_token":"PLANTED","token_type":"Bearer","expires_in":3600}'),
    /JSON without "token", but with access_token, token_type, expires_in$/,
    /call the field of the token "token"/,
  ),
  printing('a value for a name', json('{"PLANTED PLANTED":1}'), /JSON without "token", but with \[odd name\]$/),
  printing('an empty document', json('{}'), /JSON without "token"$/),
  printing('half a document', `printf '{"token":"%s' $PLANTED`, /JSON that breaks off$/, /the whole document/),
  printing('two documents', json('{"token":"PLANTED"}\n{"token":"PLANTED"}'), /two JSON documents or more$/),
  printing('words below a document', json('{"token":"PLANTED"}\nall well'), /words after its JSON document$/, />&2/),
  printing('words above a document', json('all well\n{"token":"PLANTED"}'), /words before its JSON document$/, />&2/),
  printing('what Python prints', json("{'token': 'PLANTED'}"), /JSON in single quotes$/, /json\.dumps/),
  printing('a comma too many', json('{"token":"PLANTED",}'), /something like JSON that is none$/, /JSON writer/),
  printing('no text for a token', json('{"token":null}'), /JSON whose "token" is no text$/, /into quotes/),
  printing('an empty token', json('{"token":""}'), /JSON whose "token" is empty$/, /what it calls/),
  printing('a broken token', json('{"token":"PLANTED\\nPLANTED"}'), /JSON whose "token" has white space in it$/),
  printing('a scheme in a document', json('{"token":"Bearer PLANTED"}'), /JSON whose "token" begins with "Bearer"$/),
  printing('a token in quotes', json('{"token":"\\"PLANTED\\""}'), /JSON with its token in quotes$/),
  printing(
    'a list of headers',
    json('{"token":"PLANTED","headers":["X-A: PLANTED"]}'),
    /JSON whose "headers" are no object$/,
  ),
  printing(
    'a header in two lines',
    json('{"token":"PLANTED","headers":{"X-Team":"PLANTED\\r\\nX-Evil: PLANTED"}}'),
    /JSON with the header X-Team, whose value is not in one line of ASCII$/,
    /correct that header/,
  ),
  printing(
    'a header of ours',
    json('{"token":"PLANTED","headers":{"Authorization":"PLANTED"}}'),
    /JSON with the header Authorization, which belongs to the call itself$/,
    /correct that header/,
  ),
];
