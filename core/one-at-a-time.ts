/**
 * A deed that never runs beside itself: asked for while it runs, it runs once more afterwards, however often it was
 * asked. What is asked for is done by a run that began after the asking.
 */
export function oneAtATime(deed: () => Promise<void>): () => Promise<void> {
	let running: Promise<void> | undefined;
	let next: Promise<void> | undefined;

	function begin(): Promise<void> {
		running = deed().finally(() => {
			running = undefined;
		});
		return running;
	}

	return function ask() {
		if (!running) return begin();
		next ??= running
			.catch(() => {})
			.then(() => {
				next = undefined;
				return begin();
			});
		return next;
	};
}
