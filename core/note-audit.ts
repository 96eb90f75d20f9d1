import type { Shop } from "#core/shop.ts";

/** Something that somebody of the shop did and that others may have to answer for. */
export type Deed = {
	/** `operator:<member>`, `terminal:<user>`, or the part of ours that did it: `folder`. */
	readonly actor: string;
	/** In the words of the use case: `flows.apply`, `run.stop`. */
	readonly act: string;
	/** What it was done to: `flow:order`, `run:<id>`. */
	readonly thing: string;
	readonly before?: unknown;
	readonly after?: unknown;
};

/** Writes down who did what, with what was before and what is after. Inside `atomically` it stands or falls with the deed. */
export async function noteAudit(shop: Shop, { actor, act, thing, before, after }: Deed): Promise<void> {
	await shop.db.written(WRITE, [actor, act, thing, json(before), json(after), shop.now()]);
}

function json(value: unknown): string | null {
	return value === undefined ? null : JSON.stringify(value);
}

const WRITE = {
	name: "audit-write",
	text: `INSERT INTO audit (actor, act, thing, before, after, at) VALUES ($1, $2, $3, $4::jsonb, $5::jsonb, $6)`,
};
