/** The other side of a rule where it is not one of our security groups. */
export class Peer {
  /** An IPv4 block, `10.0.0.0/16`. */
  public static ipv4(cidr: string): Peer {
    return new Peer({ cidrIpv4: cidr }, cidr);
  }

  /** An IPv6 block, `2001:db8::/32`. */
  public static ipv6(cidr: string): Peer {
    return new Peer({ cidrIpv6: cidr }, cidr);
  }

  /** Everybody, over IPv4. */
  public static anyIpv4(): Peer {
    return new Peer({ cidrIpv4: '0.0.0.0/0' }, 'the internet');
  }

  /** Everybody, over IPv6. */
  public static anyIpv6(): Peer {
    return new Peer({ cidrIpv6: '::/0' }, 'the internet (IPv6)');
  }

  /**
   * A managed prefix list by id. `label` names it in descriptions and construct ids, because the id may be unknown
   * until apply.
   */
  public static prefixList(prefixListId: string, label: string): Peer {
    return new Peer({ prefixListId }, label);
  }

  private constructor(
    /** The arguments of `aws_vpc_security_group_*_rule` that name this peer. */
    public readonly rule: { readonly cidrIpv4?: string; readonly cidrIpv6?: string; readonly prefixListId?: string },
    /** How descriptions call it. */
    public readonly label: string,
  ) {}
}
