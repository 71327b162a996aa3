const UNITS: [string, number][] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
];

/** `2 h`, `52 min`: the largest unit of which there are two, or one exactly. */
export function span(milliseconds: number): string {
  const length = Math.abs(milliseconds);
  const [unit, size] = UNITS.find(([, size]) => length >= size * 2) ?? (['s', 1_000] as const);
  return `${Math.floor(length / size)} ${unit}`;
}

/** `2026-11-24 18:00:00 +01:00 (in 2 h)`, in the time of this machine's zone. */
export function moment(epoch: number, now: number): string {
  const minutes = -new Date(epoch).getTimezoneOffset();
  const local = new Date(epoch + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  return `${local} ${zone(minutes)} (${epoch > now ? `in ${span(epoch - now)}` : `${span(now - epoch)} ago`})`;
}

function zone(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${[hours, rest].map((part) => String(part).padStart(2, '0')).join(':')}`;
}
