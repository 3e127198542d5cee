import { blocks, type SynthesizedStack } from '../terraform/stack-json';
import type { Moto } from './moto';

/** Makes the public zones that an app looks up but never makes: an emulated account is empty when it starts. */
export async function makeHostedZones({ url }: Moto, stacks: readonly SynthesizedStack[]): Promise<void> {
  const lookups = stacks
    .flatMap(({ json }) => blocks(json))
    .filter(({ mode, type, body }) => mode === 'data' && type === 'aws_route53_zone' && body.private_zone !== true);
  const names = new Set(lookups.flatMap(({ body: { name } }) => (typeof name === 'string' ? [name] : [])));
  for (const name of names) {
    const { ok, status } = await fetch(`${url}/2013-04-01/hostedzone`, {
      method: 'POST',
      // The emulator finds the service by the signature, which it does not check.
      headers: { authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/route53/aws4_request' },
      body: `<CreateHostedZoneRequest><Name>${name}</Name><CallerReference>${name}</CallerReference></CreateHostedZoneRequest>`,
    });
    if (!ok) throw new Error(`The emulator did not make the hosted zone ${name}: HTTP ${status}.`);
  }
}
