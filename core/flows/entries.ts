import type { Entry } from "./talk.ts";
import { type Doing, request, type Turn } from "./turn.ts";

/** The entry of this customer with that key, as this turn has left it. */
export function* findEntry(turn: Turn, flow: string, key: string): Doing<Entry | null> {
	const known = turn.entries.get(nameOf(flow, key));
	if (known !== undefined) return known;
	const { entry } = yield* request({ need: "entry", flow, key });
	turn.entries.set(nameOf(flow, key), entry);
	return entry;
}

export function writeEntry(turn: Turn, entry: Entry): void {
	turn.entries.set(nameOf(entry.flow, entry.key), entry);
	turn.effects.push({ effect: "entry", entry });
}

function nameOf(flow: string, key: string): string {
	return `${flow} ${key}`;
}
