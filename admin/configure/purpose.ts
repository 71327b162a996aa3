import * as v from 'valibot';
import type { Host } from '../../shared/host.ts';
import type { ExportOptions, Format } from '../export/format.ts';
import type { Order } from '../export/made.ts';

/** What an administrator says of an export besides the setup. */
export const purposeForm = v.strictObject({
  /** For formats that suit each system. */
  system: v.picklist(['linux', 'darwin', 'win32']),
  hive: v.picklist(['HKLM', 'HKCU']),
  organization: v.pipe(v.string(), v.regex(/^[^\p{Cc}\ufffe\uffff]{0,100}$/u)),
  /** The session duration of the permission set; null: nobody knows. */
  hours: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12))),
});

export type Purpose = v.InferOutput<typeof purposeForm>;

export function firstPurpose({ platform }: Pick<Host, 'platform'>): Purpose {
  return { system: platform, hive: 'HKLM', organization: '', hours: null };
}

export function roleSessionSec({ hours }: Purpose): number | undefined {
  return hours === null ? undefined : hours * 3_600;
}

export function orderFor(format: Format, purpose: Purpose): Order {
  const options: ExportOptions = { hive: purpose.hive, organization: purpose.organization.trim() || undefined };
  return { formats: [format], options, roleSessionSec: roleSessionSec(purpose) };
}
