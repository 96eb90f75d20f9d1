/** Events as WhatsApp's own models have them: several names in one `on`, and an owner passed first by whoever triggers. */
export class Emitter {
	#listeners = new Map();

	on(names, listener) {
		for (const name of names.split(" ")) {
			const known = this.#listeners.get(name) ?? [];
			this.#listeners.set(name, [...known, listener]);
			this.heardOn(name);
		}
		return this;
	}

	off(names, listener) {
		for (const name of names.split(" ")) {
			const known = this.#listeners.get(name) ?? [];
			this.#listeners.set(
				name,
				known.filter((other) => other !== listener && other.once !== listener),
			);
		}
		return this;
	}

	once(names, listener) {
		const shot = (...told) => {
			this.off(names, shot);
			listener(...told);
		};
		shot.once = listener;
		return this.on(names, shot);
	}

	trigger(name, ...told) {
		for (const listener of this.#listeners.get(name) ?? []) listener(...told);
		return this;
	}

	/** Whether anybody listens to that. */
	hears(name) {
		return (this.#listeners.get(name) ?? []).length > 0;
	}

	/** For those who want to know when somebody begins to listen. */
	heardOn(_name) {}
}

/** A thing with properties whose changes are told: to its own listeners, and to those of its collection. */
export class Model extends Emitter {
	constructor(properties) {
		super();
		Object.assign(this, properties);
	}

	/** Sets properties; each that differs is told as `change:name`, and all together as `change`. */
	set(properties) {
		const changed = Object.entries(properties).filter(([name, value]) => this[name] !== value);
		const before = Object.fromEntries(changed.map(([name]) => [name, this[name]]));
		Object.assign(this, properties);
		for (const [name, value] of changed) {
			this.trigger(`change:${name}`, this, value, before[name]);
			this.collection?.trigger(`change:${name}`, this, value, before[name]);
		}
		if (changed.length > 0) {
			this.trigger("change", this);
			this.collection?.trigger("change", this);
		}
		return this;
	}

	serialize() {
		return { ...this };
	}

	toJSON() {
		return this.serialize();
	}
}

/** Models by their id, in the order in which they came. */
export class Collection extends Emitter {
	#models = new Map();

	constructor(modelClass) {
		super();
		this.modelClass = modelClass;
	}

	get(id) {
		return this.#models.get(keyOf(id));
	}

	getModelsArray() {
		return [...this.#models.values()];
	}

	get length() {
		return this.#models.size;
	}

	/** Adds a model; it tells its changes here from now on, unless another collection has it already. */
	add(model) {
		this.#models.set(keyOf(model.id), model);
		if (!model.collection) Object.defineProperty(model, "collection", { value: this, enumerable: false });
		this.trigger("add", model);
		return model;
	}

	remove(model) {
		this.#models.delete(keyOf(model.id));
		this.trigger("remove", model);
	}
}

function keyOf(id) {
	return typeof id === "object" && id !== null ? id._serialized : id;
}
