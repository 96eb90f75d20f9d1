import type { ChannelTemplate } from "#core/delivery/channel.ts";
import { aList, anObject, aText, type JsonObject } from "#core/json.ts";
import type { Caller } from "./call.ts";
import { templateState } from "./hear-report.ts";

/** More than any shop has; Meta allows 6,000 in all languages. */
const MOST_PAGES = 60;

/** Reads the account's list of templates, page by page. Undefined: it could not be read just now. */
export async function listTemplates(call: Caller, businessId: string): Promise<readonly ChannelTemplate[] | undefined> {
	const templates: ChannelTemplate[] = [];
	let after: string | undefined;
	for (let page = 0; page < MOST_PAGES; page++) {
		const cursor = after === undefined ? "" : `&after=${encodeURIComponent(after)}`;
		const path = `${businessId}/message_templates?fields=name,language,category,status,components&limit=100${cursor}`;
		const answer = await call({ method: "GET", path });
		if (answer.kind !== "yes") return undefined;
		templates.push(...aList(answer.result.data).flatMap((entry) => readTemplate(anObject(entry) ?? {}) ?? []));
		const paging = anObject(answer.result.paging);
		after = paging?.next === undefined ? undefined : aText(anObject(paging.cursors)?.after);
		if (after === undefined) break;
	}
	return templates;
}

function readTemplate(entry: JsonObject): ChannelTemplate | undefined {
	const name = aText(entry.name);
	const language = aText(entry.language);
	if (!name || !language) return undefined;
	const body =
		aText(
			aList(entry.components)
				.map(anObject)
				.find((part) => part?.type === "BODY")?.text,
		) ?? "";
	return {
		name,
		language,
		category: (aText(entry.category) ?? "marketing").toLowerCase(),
		state: templateState(entry.status) ?? "pending",
		body,
		params: placesIn(body),
	};
}

/** `{{1}} {{2}}` or `{{name}}`, each once, numbers in their own order. */
function placesIn(body: string): readonly string[] {
	const places = [...new Set([...body.matchAll(/\{\{\s*(\w{1,64})\s*\}\}/g)].map(([, place = ""]) => place))];
	return places.every((place) => /^\d+$/.test(place)) ? places.sort((a, b) => Number(a) - Number(b)) : places;
}
