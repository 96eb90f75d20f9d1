import type { Shop, Statement } from "#core/shop.ts";
import type { Linking } from "./channel.ts";

/** An account of ours at a messenger, as it was last told of. */
export type AccountState = {
	readonly id: string;
	readonly channel: string;
	readonly health: string;
	readonly detail: string | null;
	readonly since: Date | null;
	readonly heardAt: Date | null;
	readonly linking: Linking | null;
	readonly linkedAt: Date | null;
};

/** All accounts that customers write to, with the time at which one was last heard on each; the desk is the staff's own. */
export function listAccounts(shop: Shop): Promise<AccountState[]> {
	return shop.db.written<AccountState>(ACCOUNTS, []);
}

/** What stands in `linking` was written by us, typed, in `report-account.ts`. */
const ACCOUNTS: Statement = {
	name: "accounts-list",
	text: `SELECT a.id, a.channel, a.health, coalesce(a.pause_reason, a.health_detail) AS detail, a.health_at AS since,
			a.linking, a.linked_at AS "linkedAt",
			(SELECT max(i.last_heard_at) FROM identity i WHERE i.account = a.id) AS "heardAt"
		FROM account a WHERE a.channel <> 'desk' ORDER BY a.id`,
};
