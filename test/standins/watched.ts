/** Something that others watch as it happens, or wait for until it shows what they look for. */
export class Watched<Happening> {
	#watchers = new Set<(happening: Happening) => void>();
	#waiters = new Set<() => void>();

	/** Watches what happens from now on; the answer ends it. */
	watch(watcher: (happening: Happening) => void): () => void {
		this.#watchers.add(watcher);
		return () => this.#watchers.delete(watcher);
	}

	/** Lets those look again who wait for something. */
	changed(): void {
		if (this.#waiters.size > 0) for (const look of [...this.#waiters]) look();
	}

	/**
	 * Waits until `probe` finds something. The deadline is real time, whatever the stand-in's clock says: it is there for
	 * a bot that stays silent.
	 */
	until<Found>(probe: () => Found | undefined, deadline: number, complain: () => string): Promise<Found> {
		const already = probe();
		if (already !== undefined) return Promise.resolve(already);
		return new Promise((found, failed) => {
			const look = () => {
				const value = probe();
				if (value === undefined) return;
				stop();
				found(value);
			};
			const stop = () => {
				clearTimeout(alarm);
				this.#waiters.delete(look);
			};
			const alarm = setTimeout(() => {
				stop();
				failed(new Error(complain()));
			}, deadline);
			this.#waiters.add(look);
		});
	}

	protected tell(happening: Happening): void {
		for (const watcher of this.#watchers) watcher(happening);
	}
}
