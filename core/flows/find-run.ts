import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

/** The run whose id begins so: people copy what a list shows them. Says no where none or several do. */
export async function findRun(shop: Shop, beginning: string): Promise<string> {
	if (!/^[0-9a-f-]{4,36}$/i.test(beginning))
		throw new Refusal("invalid", `"${beginning}" is no id of a dialog, nor the first four signs of one: ${WHERE}`);
	const rows = await shop.db.written<{ id: string }>(FIND, [`${beginning.toLowerCase()}%`]);
	const [found, other] = rows;
	if (!found) throw new Refusal("not-found", `There is no dialog ${beginning}: ${WHERE}`);
	if (other)
		throw new Refusal("invalid", `Several dialogs begin with ${beginning}: ${rows.map(({ id }) => id).join(", ")}`);
	return found.id;
}

/** Where ids are found. */
const WHERE = "npm run flows -- runs list --each names those that run, the admin all.";

const FIND = { name: "run-by-beginning", text: "SELECT id FROM flow_run WHERE id::text LIKE $1 ORDER BY id LIMIT 5" };
