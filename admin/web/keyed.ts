/** A list whose items have no ids, with keys to tell them apart: titles may repeat. */
export function keyed<Item>(items: readonly Item[], nameOf: (item: Item) => string): { key: string; item: Item }[] {
	const seen = new Map<string, number>();
	return items.map((item) => {
		const name = nameOf(item);
		const times = (seen.get(name) ?? 0) + 1;
		seen.set(name, times);
		return { key: `${name} ${times}`, item };
	});
}
