import { busSockets } from '../../../shared/vault/bus-address.ts';

const runtime = { XDG_RUNTIME_DIR: '/run/user/1000' };

test.each([
  ['unix:path=/run/user/1000/bus', ['/run/user/1000/bus']],
  ['unix:path=/tmp/dbus-WBy1xM3GcS,guid=faad112fca6d5b53b4fcec2b6b0617e2', ['/tmp/dbus-WBy1xM3GcS']],
  ['unix:guid=faad112fca6d5b53b4fcec2b6b0617e2,path=/tmp/bus', ['/tmp/bus']],
  ['unix:abstract=/tmp/dbus-x,guid=00', ['\0/tmp/dbus-x']],
  ['unix:path=/tmp/a%20b%2cc%3bd', ['/tmp/a b,c;d']],
  ['unix:path=/tmp/%C3%A9', ['/tmp/é']],
  ['unix:path=/one;unix:path=/two', ['/one', '/two']],
  ['tcp:host=127.0.0.1,port=1;unix:path=/two', ['/two']],
  ['unix:runtime=yes', ['/run/user/1000/bus']],
  ['', ['/run/user/1000/bus']],
  [undefined, ['/run/user/1000/bus']],
] as const)('%j leads to %j', (address, sockets) => {
  expect(busSockets({ ...runtime, DBUS_SESSION_BUS_ADDRESS: address })).toEqual(sockets);
});

test.each([
  'tcp:host=bus.example.com,port=1234',
  'nonce-tcp:host=127.0.0.1,port=1',
  'unixexec:path=/bin/sh',
  'autolaunch:',
  'unix:dir=/tmp',
  'unix:tmpdir=/tmp',
  'unix:',
  'unix:path=',
  'unix:path=relative/bus',
  'unix:path=/tmp/%zz',
  'unix:path=/tmp/%E9',
  'unix:path=/tmp/a%00b',
  'unix:runtime=no',
  ';;;',
  'path=/tmp/bus',
  ' ',
])('%j leads nowhere', (address) => {
  expect(busSockets({ ...runtime, DBUS_SESSION_BUS_ADDRESS: address })).toEqual([]);
});

test.each([{}, { XDG_RUNTIME_DIR: '' }, { XDG_RUNTIME_DIR: 'run' }])('nobody says where: %j', (env) => {
  expect(busSockets(env)).toEqual([]);
});
