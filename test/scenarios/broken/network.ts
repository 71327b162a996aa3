import { helper, launcher, live, type Row, settings } from './row.ts';

export const networkRows: Row[] = [
  {
    name: 'garbage instead of JSON',
    program: helper,
    broken: live({ operation: 'GetRoleCredentials', fault: 'garbage' }),
    exitCode: 6,
    error: /SSO GetRoleCredentials: answered with something unreadable/,
    hint: /captive portal or proxy/,
  },
  {
    name: 'a captive portal instead of the portal',
    program: helper,
    broken: live({ operation: 'GetRoleCredentials', fault: 'html' }),
    exitCode: 6,
    error: /SSO GetRoleCredentials: answered with a web page/,
    hint: /captive portal/,
  },
  {
    name: 'a captive portal instead of STS',
    program: launcher,
    broken: live({ operation: 'GetCallerIdentity', fault: 'html' }),
    exitCode: 6,
    error: /STS GetCallerIdentity: answered with a web page/,
    hint: /captive portal/,
  },
  {
    name: 'a captive portal instead of the sign-in service',
    program: launcher,
    broken: (_, fake) => fake.faults.set('RegisterClient', 'html'),
    exitCode: 6,
    error: /SSO OIDC RegisterClient: answered with a web page/,
    hint: /captive portal/,
  },
  {
    name: 'a 400 that is not from AWS',
    program: helper,
    broken: live({ operation: 'GetRoleCredentials', fault: { status: 400, body: '{"message":"no"}' } }),
    exitCode: 6,
    error: /SSO GetRoleCredentials: answered with something unreadable \(status 400\)/,
    hint: /proxy/,
  },
  {
    name: 'a redirect to a log-in page',
    program: launcher,
    broken: live({
      operation: 'GetCallerIdentity',
      fault: { status: 302, headers: { location: 'http://192.0.2.1/' } },
    }),
    exitCode: 6,
    error: /STS GetCallerIdentity: answered with a redirect to elsewhere/,
    hint: /captive portal/,
  },
  {
    name: 'a 400 from the portal',
    program: helper,
    broken: live({
      operation: 'GetRoleCredentials',
      fault: { status: 400, body: '{"message":"no"}', headers: { 'x-amzn-errortype': 'InvalidRequestException' } },
    }),
    exitCode: 7,
    error: /SSO GetRoleCredentials: AWS refused \(InvalidRequestException\): no/,
    hint: /administrator/,
  },
  {
    name: 'a 503 from the portal',
    program: helper,
    broken: live({ operation: 'GetRoleCredentials', fault: { status: 503 } }),
    exitCode: 6,
    error: /SSO GetRoleCredentials: AWS failed with status 503/,
    hint: /try again/,
  },
  {
    name: 'throttling all the time',
    program: helper,
    broken: live({ operation: 'GetRoleCredentials', fault: 'throttle' }),
    exitCode: 6,
    error: /throttling/,
    hint: /try again/,
  },
  {
    name: 'a stall',
    program: helper,
    broken: async (person, fake) => {
      await live({ operation: 'GetRoleCredentials', fault: 'stall' })(person, fake);
      settings({ inferenceCredentialHelperTimeoutSec: 2 })(person);
    },
    exitCode: 9,
    error: /no credential within 1\.4 s/,
    hint: /inferenceCredentialHelperTimeoutSec/,
  },
  {
    name: 'a stall in the middle of an answer',
    program: helper,
    broken: async (person, fake) => {
      await live({ operation: 'GetRoleCredentials', fault: 'stall-body' })(person, fake);
      settings({ inferenceCredentialHelperTimeoutSec: 2 })(person);
    },
    exitCode: 9,
    error: /no credential within 1\.4 s/,
    hint: /inferenceCredentialHelperTimeoutSec/,
  },
  {
    name: 'a connection that is cut',
    program: helper,
    broken: live({ operation: 'GetRoleCredentials', fault: 'reset' }),
    exitCode: 6,
    error: /SSO GetRoleCredentials: the connection was cut/,
    hint: /check the network/,
  },
  {
    name: 'a closed port',
    program: launcher,
    env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' },
    broken: live(),
    exitCode: 6,
    error: /the connection was refused/,
    hint: /check the network/,
  },
  {
    name: 'a credential sent in the clear',
    program: helper,
    env: { AWS_ENDPOINT_URL: 'http://192.0.2.1' },
    broken: live(),
    exitCode: 3,
    error: /AWS_ENDPOINT_URL must be an https address/,
    hint: /unset it/,
  },
];
