import { jsonText } from '../../shared/json-text.ts';

const ODD = 'a\u001b[31mb\u007fc\u009bd\u202ee\u{e0001}f\u2028g\nh';

test.each([undefined, 2])(
  'no character that a terminal would obey is left, and nothing is lost (indent %p)',
  (indent) => {
    const text = jsonText({ [ODD]: [ODD] }, indent);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(JSON.parse(text)).toEqual({ [ODD]: [ODD] });
  },
);

test('plain values look as ever', () => {
  expect(jsonText({ a: ['é日本', 1, null] }, 2)).toBe(JSON.stringify({ a: ['é日本', 1, null] }, null, 2));
});
