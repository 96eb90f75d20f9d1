import type { Call } from "./call.ts";
import type { Service } from "./service.ts";

/** Does what a method says; what it returns is the call's `result`. */
export type Handler = (service: Service, call: Call) => unknown;

/** Methods by their names. */
export type Handlers = Readonly<Record<string, Handler>>;

/** A result with a sentence beside it, as the webhook methods answer. */
export class Described {
	readonly result: unknown;
	readonly description: string;

	constructor(result: unknown, description: string) {
		this.result = result;
		this.description = description;
	}
}

/** A result that is JSON already, so that updates are not written twice. */
export class Written {
	readonly json: string;

	constructor(json: string) {
		this.json = json;
	}
}
