/** A memory of limited size: what was used longest ago is forgotten first. */
export class Memory<Thing> {
	private readonly things = new Map<string, Thing>();
	private readonly most: number;

	constructor(most: number) {
		this.most = most;
	}

	get(key: string): Thing | undefined {
		const thing = this.things.get(key);
		if (thing !== undefined) this.set(key, thing);
		return thing;
	}

	set(key: string, thing: Thing): void {
		this.things.delete(key);
		this.things.set(key, thing);
		if (this.things.size <= this.most) return;
		const [oldest] = this.things.keys();
		if (oldest !== undefined) this.things.delete(oldest);
	}

	forget(key: string): void {
		this.things.delete(key);
	}

	clear(): void {
		this.things.clear();
	}
}
