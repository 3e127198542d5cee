import { Token } from 'cdktf';
import { literalText } from '../shared/literal-text';
import type { Issue } from '../shared/problems';
import { isUnknown } from '../shared/unknown';

/** What a chart's value may be. A boolean is written as a boolean: many templates drop the text "false" in silence. */
export type HelmValue = string | number | boolean | null | readonly HelmValue[] | HelmValues;

/** A part of a chart's `values.yaml`; a key without a value is left out. */
export interface HelmValues {
  readonly [key: string]: HelmValue | undefined;
}

/**
 * The values as one JSON document, which is YAML as well: it keeps booleans and numbers apart from text, and its
 * `${` and `%{` reach the chart unharmed.
 */
export function renderHelmValues(values: HelmValues): string {
  return JSON.stringify(escaped(values));
}

/** `over` on top of `base`, map by map; lists and plain values are replaced as Helm itself does. */
export function mergeHelmValues(base: HelmValues, over: HelmValues): HelmValues {
  const merged: Record<string, HelmValue | undefined> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isMap(below) && isMap(value) ? mergeHelmValues(below, value) : value;
  }
  return merged;
}

/** Every path of the document with its plain value, `serviceAccount.create`; lists count as one value. */
export function helmValuePaths(values: HelmValues, prefix = ''): [string, HelmValue][] {
  return Object.entries(values).flatMap(([key, value]): [string, HelmValue][] => {
    if (value === undefined) return [];
    const path = `${prefix}${key}`;
    return isMap(value) && Object.keys(value).length > 0 ? helmValuePaths(value, `${path}.`) : [[path, value]];
  });
}

const SEE = 'https://helm.sh/docs/chart_template_guide/values_files/';

/** A key that holds a credential itself, not the name of the Kubernetes secret that does. */
const CREDENTIAL = /(^|[._-])(\w*(password|passwd|apikey|accesskey|privatekey|token))$/i;

/** What no document may hold: a credential in plain text, or a number that only Terraform knows. */
export function validateHelmValues(values: HelmValues): Issue[] {
  return helmValuePaths(values).flatMap(([path, value]): Issue[] => {
    if (typeof value === 'number' && (Token.isUnresolved(value) || !Number.isFinite(value))) {
      return [
        {
          field: `values.${path}`,
          value: Token.isUnresolved(value) ? 'a number known only to Terraform' : value,
          limit: 'a number that is known at synth: a token becomes a huge negative number inside JSON text',
          fix: 'write the number, or pass it as text with Token.asString(...) where the chart takes text',
          see: SEE,
        },
      ];
    }
    if (typeof value === 'string' && value !== '' && !isUnknown(value) && CREDENTIAL.test(path)) {
      return [
        {
          field: `values.${path}`,
          value,
          secret: true,
          limit: 'no credential in values: they stand in the state, in the plan and in the release in plain text',
          fix: 'let the chart read a Kubernetes secret (existingSecret, secretKeyRef), or use secretValues',
          see: 'https://registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release#set_wo-1',
          rule: 'helm.secret-in-values',
        },
      ];
    }
    return [];
  });
}

function isMap(value: HelmValue | undefined): value is HelmValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function escaped(value: HelmValue): HelmValue {
  if (typeof value === 'string') return literalText(value);
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(escaped);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) => (part === undefined ? [] : [[literalText(key), escaped(part)]])),
  );
}

/** `Array.isArray` does not narrow a readonly list. */
function isList(value: readonly HelmValue[] | HelmValues): value is readonly HelmValue[] {
  return Array.isArray(value);
}
