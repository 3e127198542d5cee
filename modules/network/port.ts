/** A transport protocol and the ports of it, as a security-group rule takes them. */
export class Port {
  /** One TCP port, 0-65535. */
  public static tcp(port: number): Port {
    return new Port('tcp', port, port);
  }

  /** TCP ports `from` to `to`, both included. */
  public static tcpRange(from: number, to: number): Port {
    return new Port('tcp', from, to);
  }

  /** One UDP port, 0-65535. */
  public static udp(port: number): Port {
    return new Port('udp', port, port);
  }

  /** UDP ports `from` to `to`, both included. */
  public static udpRange(from: number, to: number): Port {
    return new Port('udp', from, to);
  }

  /** ICMP echo request. */
  public static icmpPing(): Port {
    return new Port('icmp', 8, -1);
  }

  /** Every protocol and port. Its use is reported as a warning, because it is rarely what is meant. */
  public static all(): Port {
    return new Port('-1');
  }

  private constructor(
    public readonly protocol: 'tcp' | 'udp' | 'icmp' | '-1',
    public readonly fromPort?: number,
    public readonly toPort?: number,
  ) {}

  /** Part of construct ids, so never to change: `tcp-443`, `udp-4000-4999`, `all`. */
  public get id(): string {
    if (this.protocol === '-1') return 'all';
    if (this.protocol === 'icmp') return 'icmp-ping';
    return this.fromPort === this.toPort
      ? `${this.protocol}-${this.fromPort}`
      : `${this.protocol}-${this.fromPort}-${this.toPort}`;
  }
}
