import { randomBytes } from "node:crypto";

/**
 * An id that sorts by its time, and within one millisecond of one process by the order of making: UUID version 7
 * (RFC 9562, section 5.7, with the counter of its section 6.2, method 1). Prisma makes the same for what it writes.
 */
export function newId(now: Date): string {
	const ms = now.getTime();
	counter = ms === last ? (counter + 1) & 0xfff : randomBytes(2).readUInt16BE() & 0x7ff;
	last = ms;
	const time = ms.toString(16).padStart(12, "0");
	const random = randomBytes(8);
	random[0] = ((random[0] ?? 0) & 0x3f) | 0x80;
	const tail = random.toString("hex");
	const count = counter.toString(16).padStart(3, "0");
	return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}

let last = -1;
let counter = 0;
