import type { Endpoint } from '../../../admin/doctor/endpoints.ts';
import type { Reach } from '../../../admin/doctor/reach.ts';
import { comparedWith } from '../../../admin/doctor/reach-compared.ts';
import type { Stages } from '../../../admin/doctor/stages.ts';
import { Problem } from '../../../shared/problem.ts';

const REFUSED = new Problem('unreachable', 'no connection could be made', 'check the network');

function reach(id: Endpoint['id'], stages: Partial<Stages>, other: Partial<Reach> = {}): Reach {
  const url = new URL(`https://${id}.us-east-9.amazonaws.com`);
  const setting = id === 'bedrock' ? 'inferenceBedrockRegion' : 'the SSO region';
  const ask = { method: 'GET', path: '/' };
  const endpoint = { id, name: id, service: id, url: () => url, region: 'us-east-9', setting, ask };
  const all = { way: 'direct', proxy: undefined, details: {}, ...stages };
  return { endpoint, url, stages: all, milliseconds: 1, answer: REFUSED, ...other };
}

const well = (id: Endpoint['id']) => reach(id, {}, { answer: { status: 403, own: true } });
const judged = (one: Reach, ...others: Reach[]) => comparedWith(one, [one, ...others]).answer as Problem;

test('one name that is not found, while others are: its region has no such service', () => {
  const problem = judged(reach('bedrock', { lost: true }), well('sts'));
  expect(problem).toMatchObject({
    code: 'configuration',
    message: 'region us-east-9 seems to have no bedrock: there is no bedrock.us-east-9.amazonaws.com',
    hint: 'correct inferenceBedrockRegion (us-east-9); if it is right, check the DNS',
  });
});

test('no name is found: this machine is offline', () => {
  const problem = judged(reach('bedrock', { lost: true }), reach('sts', { lost: true }));
  expect(problem).toMatchObject({ code: 'unreachable', message: expect.stringContaining('seems to be offline') });
});

test('an address that somebody named, and that is not found', () => {
  const named = reach('bedrock', { lost: true });
  const { region: _, setting: __, ...endpoint } = named.endpoint;
  expect(judged({ ...named, endpoint }, well('sts'))).toMatchObject({
    code: 'unreachable',
    hint: 'correct the address, or check the DNS',
  });
});

test('a port that swallows what is sent: a firewall, for one or for all', () => {
  expect(judged(reach('bedrock', { silent: true }), well('sts'))).toMatchObject({
    message: 'bedrock: port 443 of bedrock.us-east-9.amazonaws.com does not answer: a firewall may block it',
    hint: 'have bedrock.us-east-9.amazonaws.com allowed in the firewall',
  });
  expect(judged(reach('bedrock', { silent: true }), reach('sts', { silent: true }))).toMatchObject({
    message: expect.stringContaining('nor does any other endpoint'),
    hint: expect.stringContaining('connect the VPN'),
  });
});

test('the same fault everywhere is one of the network; through a proxy too', () => {
  for (const proxy of [undefined, 'http://proxy:8080']) {
    const problem = judged(reach('bedrock', { proxy }), reach('sts', { proxy }));
    expect(problem).toMatchObject({
      message: 'no service of AWS can be reached: no connection could be made',
      hint: 'check the network',
    });
  }
});

test('of a proxy that gives no answer its name is told', () => {
  const silent = new Problem('unreachable', 'bedrock: no answer within 7 s', 'check');
  expect(judged(reach('bedrock', { proxy: 'http://proxy:8080' }, { answer: silent }), well('sts')).message).toBe(
    "bedrock can't be reached: no answer within 7 s (through the proxy http://proxy:8080)",
  );
});

test('a PAC file that could not be used explains why the direct way was taken', () => {
  const note = 'the PAC file of proxyPacUrl could not be used: it took too long';
  expect(judged(reach('bedrock', { lost: true, note }), reach('sts', { lost: true, note })).message).toBe(
    `${note}; and without a proxy nothing is reached`,
  );
});

test('hosts in the words make no difference, other faults do', () => {
  const refused = (id: Endpoint['id']) =>
    new Problem('unreachable', `${id}: refused (${id}.us-east-9.amazonaws.com)`, 'check');
  const [bedrock, sts] = (['bedrock', 'sts'] as const).map((id) => reach(id, {}, { answer: refused(id) }));
  expect(bedrock && sts && judged(bedrock, sts).message).toBe(
    'no service of AWS can be reached: refused (bedrock.us-east-9.amazonaws.com)',
  );
  expect(bedrock && judged(bedrock, well('sts')).message).toBe(
    "bedrock can't be reached: refused (bedrock.us-east-9.amazonaws.com)",
  );
});

test.each<[string, Reach]>([
  ['that is well', well('bedrock')],
  ['whose address is wrong', reach('bedrock', { lost: true }, { answer: new Problem('configuration', 'a', 'b') })],
])('one %s stays as it is', (_name, one) => {
  expect(comparedWith(one, [one, reach('sts', { lost: true })])).toBe(one);
});
