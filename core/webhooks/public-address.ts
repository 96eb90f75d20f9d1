import { BlockList, isIP } from "node:net";

/**
 * Whether an IP address is somewhere on the internet, and not this machine, its network or what a provider keeps for
 * itself (169.254.169.254): whoever may name an address to be called must not reach those through us.
 */
export function isPublicAddress(address: string): boolean {
	switch (isIP(address)) {
		case 4:
			return !PRIVATE_4.check(address, "ipv4");
		case 6:
			return PUBLIC_6.check(address, "ipv6") && !EMBEDDED_6.check(address, "ipv6");
		default:
			return false;
	}
}

const PRIVATE_4 = listOf("ipv4", [
	["0.0.0.0", 8],
	["10.0.0.0", 8],
	["100.64.0.0", 10],
	["127.0.0.0", 8],
	["169.254.0.0", 16],
	["172.16.0.0", 12],
	["192.0.0.0", 24],
	["192.0.2.0", 24],
	["192.88.99.0", 24],
	["192.168.0.0", 16],
	["198.18.0.0", 15],
	["198.51.100.0", 24],
	["203.0.113.0", 24],
	["224.0.0.0", 4],
	["240.0.0.0", 4],
]);

/** All that is routed; what is written as IPv4 inside IPv6 (`::ffff:…`, `64:ff9b::`) lies outside of it. */
const PUBLIC_6 = listOf("ipv6", [["2000::", 3]]);
/** Inside of it: tunnels to IPv4 addresses, documentation. */
const EMBEDDED_6 = listOf("ipv6", [
	["2001::", 23],
	["2001:db8::", 32],
	["2002::", 16],
	["3fff::", 20],
]);

function listOf(family: "ipv4" | "ipv6", nets: readonly (readonly [string, number])[]): BlockList {
	const list = new BlockList();
	for (const [net, prefix] of nets) list.addSubnet(net, prefix, family);
	return list;
}
