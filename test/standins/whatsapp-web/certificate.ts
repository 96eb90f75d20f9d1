import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** A key and the certificate that vouches for it, both in PEM. */
export type Certificate = { readonly key: string; readonly cert: string };

/**
 * A certificate that nobody has signed but itself, good for a day. Made anew at each start, so that no key lies in the
 * repository and nothing ever expires; Node can do everything for it but write its envelope.
 */
export function selfSignedCertificate(host: string, now = new Date()): Certificate {
	const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
	const name = sequence(set(sequence(oid(COMMON_NAME), der(UTF8_STRING, Buffer.from(host)))));
	const day = 24 * 60 * 60 * 1000;
	const validity = sequence(time(new Date(now.getTime() - day)), time(new Date(now.getTime() + day)));
	const algorithm = sequence(oid(ECDSA_WITH_SHA256));
	const names = sequence(der(DNS_NAME, Buffer.from(host)));
	const extensions = der(EXTENSIONS, sequence(sequence(oid(ALTERNATIVE_NAMES), der(OCTETS, names))));
	const facts = sequence(
		der(VERSION, der(INTEGER, Buffer.from([2]))),
		der(INTEGER, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
		algorithm,
		name,
		validity,
		name,
		publicKey.export({ type: "spki", format: "der" }),
		extensions,
	);
	const signature = der(BITS, Buffer.concat([Buffer.from([0]), sign("sha256", facts, privateKey)]));
	return {
		key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
		cert: pem(sequence(facts, algorithm, signature)),
	};
}

/** Tags of DER, and object identifiers as they are written. */
const [INTEGER, BITS, OCTETS, OBJECT, UTF8_STRING, GENERALIZED_TIME, SEQUENCE, SET] = [2, 3, 4, 6, 12, 24, 0x30, 0x31];
const [VERSION, EXTENSIONS, DNS_NAME] = [0xa0, 0xa3, 0x82];
const COMMON_NAME = "550403";
const ALTERNATIVE_NAMES = "551d11";
const ECDSA_WITH_SHA256 = "2a8648ce3d040302";

function der(tag: number, content: Buffer): Buffer {
	const { length } = content;
	const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
	return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
	return der(SEQUENCE, Buffer.concat(parts));
}

function set(part: Buffer): Buffer {
	return der(SET, part);
}

function oid(hex: string): Buffer {
	return der(OBJECT, Buffer.from(hex, "hex"));
}

function time(moment: Date): Buffer {
	return der(GENERALIZED_TIME, Buffer.from(`${moment.toISOString().replace(/\D/g, "").slice(0, 14)}Z`));
}

function pem(content: Buffer): string {
	const lines = content.toString("base64").match(/.{1,64}/g) ?? [];
	return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
