import { isExcepted } from '../../../shared/network/no-proxy.ts';

const at = (address: string, ...list: string[]) => isExcepted(new URL(address), list);
const STS = 'https://sts.us-east-1.amazonaws.com/';

test.each([
  ['everything', STS, '*'],
  ['its name', STS, 'sts.us-east-1.amazonaws.com'],
  ['its name in capitals', STS, 'STS.US-EAST-1.amazonaws.com'],
  ['its name with a last dot', STS, 'sts.us-east-1.amazonaws.com.'],
  ['a domain above', STS, 'amazonaws.com'],
  ['a domain above with a dot', STS, '.amazonaws.com'],
  ['a domain above with a star', STS, '*.amazonaws.com'],
  ['a domain with a dot for itself', 'https://example.com/', '.example.com'],
  ['spaces around it', STS, ' amazonaws.com '],
  ['stars in the middle', STS, 'sts.*.amazonaws.com'],
  ['a star at the end', 'https://10.1.2.3/', '10.*'],
  ['its standard port', STS, 'amazonaws.com:443'],
  ['its own port', 'https://x.example:8443/', 'x.example:8443'],
  ['its address with a port', 'https://10.0.0.1:8443/', '10.0.0.1:8443'],
  ['a network', 'https://10.1.2.3/', '10.0.0.0/8'],
  ['a network in short', 'https://169.254.169.254/', '169.254/16'],
  ['its address', 'https://192.168.1.1/', '192.168.1.1'],
  ['its IPv6 address', 'https://[2001:db8::1]/', '2001:db8::1'],
  ['its IPv6 address in another form', 'https://[2001:db8::1]/', '2001:db8:0:0::1'],
  ['its IPv6 address in brackets with a port', 'https://[2001:db8::1]:8443/', '[2001:db8::1]:8443'],
  ['an IPv6 network', 'https://[2001:db8::1]/', '2001:db8::/32'],
  ['names without a dot', 'https://intranet/', '<local>'],
  ['a scheme before it', STS, 'https://amazonaws.com'],
])('%s excepts a host', (_name, address, entry) => {
  expect(at(address, entry)).toBe(true);
  expect(at(address, 'nothing.example', entry)).toBe(true);
});

test.each([
  ['an empty entry', STS, ''],
  ['the end of a name that is no domain above', 'https://notamazonaws.com/', 'amazonaws.com'],
  ['a domain below', 'https://amazonaws.com/', 'sts.amazonaws.com'],
  ['another port', STS, 'amazonaws.com:8443'],
  ['another network', 'https://11.1.2.3/', '10.0.0.0/8'],
  ['a network, for a name', 'https://ten.example/', '10.0.0.0/8'],
  ['the end of an address', 'https://10.0.0.1/', '0.0.1'],
  ['a network that is none', 'https://10.0.0.1/', '10.0.0.0/99'],
  ['a network without an end', 'https://10.0.0.1/', '10.0.0.0/'],
  ['an IPv6 network, for IPv4', 'https://10.0.0.1/', '2001:db8::/32'],
  ['names without a dot, for an address', 'https://[2001:db8::1]/', '<local>'],
  ['a dot for any letter', 'https://xaexample.com/', 'x.example.com'],
  ['no pattern at all', STS, '((('],
])('%s does not', (_name, address, entry) => {
  expect(at(address, entry)).toBe(false);
});
