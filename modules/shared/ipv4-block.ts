import { IPv4 } from 'ipaddr.js';

/** A range of IPv4 addresses that begins where CIDR says it must: `10.0.0.0/16`. */
export class Ipv4Block {
  /** 0.0.0.0/0 */
  public static readonly everything = new Ipv4Block(0, 0);

  /** Nothing where the text is not an IPv4 CIDR block, or where its address is not the first of the block. */
  public static parse(text: string): Ipv4Block | undefined {
    if (!IPv4.isValidCIDRFourPartDecimal(text)) return undefined;
    const [address, prefixLength] = IPv4.parseCIDR(text);
    const first = address.octets.reduce((sum, octet) => sum * 256 + octet, 0);
    return first % sizeOf(prefixLength) === 0 ? new Ipv4Block(first, prefixLength) : undefined;
  }

  /** The block of that size that `text`'s address lies in; for the "did you mean" of a message. */
  public static around(text: string): Ipv4Block | undefined {
    return IPv4.isValidCIDRFourPartDecimal(text)
      ? Ipv4Block.parse(`${IPv4.networkAddressFromCIDR(text).toString()}/${text.split('/')[1]}`)
      : undefined;
  }

  private constructor(
    /** The first address as a number, 0 to 2^32 - 1. */
    public readonly first: number,
    /** 0-32 */
    public readonly prefixLength: number,
  ) {}

  /** How many addresses; AWS keeps five of a subnet's. */
  public get size(): number {
    return sizeOf(this.prefixLength);
  }

  public contains(other: Ipv4Block): boolean {
    return other.first >= this.first && other.first + other.size <= this.first + this.size;
  }

  /** Two blocks overlap only where one lies in the other. */
  public overlaps(other: Ipv4Block): boolean {
    return this.contains(other) || other.contains(this);
  }

  /** The part number `index` of this block cut into parts of `prefixLength`; `index` must be within it. */
  public part(prefixLength: number, index: number): Ipv4Block {
    return new Ipv4Block(this.first + index * sizeOf(prefixLength), prefixLength);
  }

  /** What of this block none of `taken` uses, as the fewest blocks that say it, in order. */
  public without(taken: readonly Ipv4Block[]): Ipv4Block[] {
    const inside = taken.filter((block) => block.overlaps(this));
    if (inside.length === 0) return [this];
    if (inside.some((block) => block.contains(this))) return [];
    const half = this.prefixLength + 1;
    return [this.part(half, 0), this.part(half, 1)].flatMap((part) => part.without(inside));
  }

  public toString(): string {
    const octets = [24, 16, 8, 0].map((bits) => Math.floor(this.first / 2 ** bits) % 256);
    return `${octets.join('.')}/${this.prefixLength}`;
  }
}

function sizeOf(prefixLength: number): number {
  return 2 ** (32 - prefixLength);
}
