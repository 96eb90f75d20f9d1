import { noteAudit } from "#core/note-audit.ts";
import type { Shop } from "#core/shop.ts";
import type { RoleName } from "./may.ts";

const KEY = "second-factor";

/** Roles that may do nothing before they have a second factor. */
export async function secondFactorRoles(shop: Shop): Promise<readonly RoleName[]> {
	const row = await shop.db.setting.findUnique({ where: { key: KEY } });
	return Array.isArray(row?.value) ? row.value.filter(isRole) : [];
}

/** The owner says which roles must have one. */
export async function requireSecondFactor(
	shop: Shop,
	{ roles, actor }: { roles: readonly RoleName[]; actor: string },
): Promise<void> {
	await shop.atomically(async (inside) => {
		const before = await secondFactorRoles(inside);
		const value = [...new Set(roles)];
		const row = { value, at: inside.now() };
		await inside.db.setting.upsert({ where: { key: KEY }, create: { key: KEY, ...row }, update: row });
		await noteAudit(inside, { actor, act: "second-factor.require", thing: "team", before, after: value });
	});
}

const ROLES: Record<RoleName, true> = {
	owner: true,
	lead: true,
	operator: true,
	marketer: true,
	cashier: true,
	observer: true,
};

function isRole(value: unknown): value is RoleName {
	return typeof value === "string" && Object.hasOwn(ROLES, value);
}
