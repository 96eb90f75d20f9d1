/** Lets deeds under one key follow each other, and those under different keys run at once. */
export function openQueues(): <Result>(key: string, deed: () => Promise<Result>) => Promise<Result> {
	const last = new Map<string, Promise<unknown>>();
	return (key, deed) => {
		const before = last.get(key);
		const mine = before ? before.then(deed, deed) : deed();
		last.set(key, mine);
		const forget = () => {
			if (last.get(key) === mine) last.delete(key);
		};
		mine.then(forget, forget);
		return mine;
	};
}
