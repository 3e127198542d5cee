/**
 * The addresses of every resource of every app, as Terraform knows them. A resource whose address changes is destroyed
 * and made again, so the lists in __tests__/addresses are a contract with whoever has applied an earlier version.
 */
export interface Contract {
  /** Addresses that the list has and the app no longer makes, without a `moved` block that says where they went. */
  readonly lost: readonly string[];
  /** Addresses that the list does not have yet. */
  readonly added: readonly string[];
}

/** What of a synthesized stack names resources. */
export interface AddressedJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
}

/** `dev-network aws_vpc.Network_Vpc_1A2B3C4D`, sorted. */
export function addressesOf(stacks: Readonly<Record<string, AddressedJson>>): string[] {
  return Object.entries(stacks)
    .flatMap(([stack, { resource = {} }]) =>
      Object.entries(resource).flatMap(([type, byName]) =>
        Object.keys(byName).map((name) => `${stack} ${type}.${name}`),
      ),
    )
    .sort();
}

/** Compares the list of an earlier version with what the app makes now. */
export function compareAddresses(golden: readonly string[], stacks: Readonly<Record<string, AddressedJson>>): Contract {
  const now = new Set(addressesOf(stacks));
  const moved = new Set(
    Object.entries(stacks).flatMap(([stack, json]) => (json.moved ?? []).map(({ from }) => `${stack} ${from}`)),
  );
  const before = new Set(golden);
  return {
    lost: golden.filter((address) => !now.has(address) && !moved.has(address)),
    added: [...now].filter((address) => !before.has(address)),
  };
}
