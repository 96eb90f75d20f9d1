import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { type Rehearsal, type RehearsalRequest, rehearseFlow } from "./rehearse-flow.ts";

/** Where a rehearsal stands. `busy`: another flow is rehearsed just now. */
export type Rehearsing =
	| { readonly state: "none"; readonly busy?: string }
	| { readonly state: "running"; readonly days: number; readonly done: number; readonly all: number }
	| { readonly state: "done"; readonly days: number; readonly rehearsal: Rehearsal }
	| { readonly state: "failed"; readonly days: number; readonly why: string };

/** Rehearses for people who watch: one flow at a time, beside everything else that the process does. */
export type RehearsalDesk = {
	/** Begins, and does not wait. Refused while another is under way. */
	begin(request: Omit<RehearsalRequest, "progress" | "cancelled">): void;
	/** Ends what is under way; of a flow that is not rehearsed nothing happens. */
	cancel(flow: string): void;
	of(flow: string): Rehearsing;
	/** Resolves when nothing is under way. */
	quiet(): Promise<void>;
};

/** Keeps the last rehearsal in memory: whoever wants it for longer takes the file. `failed` hears what was our own mistake. */
export function openRehearsals(shop: Shop, failed: (error: unknown) => void): RehearsalDesk {
	let last: { flow: string; now: Rehearsing } | undefined;
	let cancelled = new AbortController();
	let work: Promise<void> = Promise.resolve();

	async function rehearse(request: Omit<RehearsalRequest, "progress" | "cancelled">, ended: AbortSignal) {
		const { flow, days } = request;
		const stands = (now: Rehearsing) => {
			if (!ended.aborted) last = { flow, now };
		};
		try {
			const rehearsal = await rehearseFlow(shop, {
				...request,
				cancelled: ended,
				progress: (done, all) => stands({ state: "running", days, done, all }),
			});
			stands({ state: "done", days, rehearsal });
		} catch (error) {
			if (ended.aborted) return;
			const why = error instanceof Refusal ? error.message : "";
			if (!why) failed(error);
			stands({ state: "failed", days, why });
		}
	}

	return {
		begin(request) {
			if (last?.now.state === "running")
				throw new Refusal("taken", `"${last.flow}" is being rehearsed: wait for its end, or cancel it.`);
			last = { flow: request.flow, now: { state: "running", days: request.days, done: 0, all: 0 } };
			cancelled = new AbortController();
			work = rehearse(request, cancelled.signal);
		},
		cancel(flow) {
			if (last?.flow !== flow || last.now.state !== "running") return;
			cancelled.abort();
			last = undefined;
		},
		of(flow) {
			if (last?.flow === flow) return last.now;
			return last?.now.state === "running" ? { state: "none", busy: last.flow } : { state: "none" };
		},
		quiet: () => work,
	};
}
