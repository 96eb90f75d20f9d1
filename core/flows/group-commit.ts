/**
 * Group commit: what comes while a statement is under way goes together in the next one, so that under load many turns share
 * one round trip and one flush. With nothing under way a turn goes at once, alone.
 */
export function openGroupCommit<Item, Result>({
	write,
	most = 64,
	underWay = 2,
}: {
	/** Writes all or throws; gives a result for each, in order. */
	write: (items: readonly Item[]) => Promise<readonly Result[]>;
	most?: number;
	underWay?: number;
}): (item: Item) => Promise<Result> {
	type Waiting = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void };
	const waiting: Waiting[] = [];
	let running = 0;

	function startNext() {
		while (running < underWay && waiting.length > 0) {
			running += 1;
			void settle(waiting.splice(0, most)).finally(() => {
				running -= 1;
				startNext();
			});
		}
	}

	async function settle(batch: readonly Waiting[]) {
		try {
			answer(batch, await write(batch.map(({ item }) => item)));
		} catch (error) {
			if (batch.length === 1) batch[0]?.reject(error);
			// One bad row must harm nobody else: each is tried alone.
			else for (const one of batch) await settle([one]);
		}
	}

	function answer(batch: readonly Waiting[], results: readonly Result[]) {
		for (const [index, { resolve, reject }] of batch.entries()) {
			const result = results[index];
			if (result === undefined) reject(new Error("The statement has passed over a turn."));
			else resolve(result);
		}
	}

	return (item) =>
		new Promise((resolve, reject) => {
			waiting.push({ item, resolve, reject });
			startNext();
		});
}
