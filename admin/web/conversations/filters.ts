import { useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import type { z } from "zod";
import { conversationFilters, type conversationViews } from "#admin/contract/conversations.ts";

export type View = (typeof conversationViews)[number];
export type Filters = z.infer<typeof conversationFilters>;

/** Which list is shown. It stands in the address: a list can be kept as a bookmark, and "back" goes back to it. */
export function useFilters() {
	const search = useSearch();
	const [, go] = useLocation();
	return useMemo(() => {
		const filters = readFilters(search);
		return {
			filters,
			/** Where a thread is, or the sheet of its customer, with the list as it is. */
			hrefOf: (id?: string, page?: "customer") =>
				`${["/conversations", id, page].filter(Boolean).join("/")}${queryOf(filters)}`,
			choose: (chosen: Filters, id?: string) =>
				go(`${["/conversations", id].filter(Boolean).join("/")}${queryOf(chosen)}`),
		};
	}, [search, go]);
}

/** As the server takes them. */
export function queryOf(filters: Filters, more: Readonly<Record<string, string>> = {}): string {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries({ ...filters, ...more })) if (value) query.set(name, value);
	return `?${query}`;
}

/** Who comes without an address of their own comes to work: what waits is shown first. */
function readFilters(search: string): Filters {
	const given = Object.fromEntries(new URLSearchParams(search));
	const { view = "queue", channel, tag, team } = given;
	const read = conversationFilters.safeParse({ view, channel, tag, team });
	return read.success ? read.data : { view: "queue" };
}
