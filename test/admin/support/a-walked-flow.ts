import type { Shop } from "#core/shop.ts";
import { aCustomer } from "#test/support/goods.ts";
import { aLine } from "./a-line.ts";
import type { TestAdmin } from "./an-admin.ts";
import { shippedFiles } from "./flow-files.ts";

type Walk = {
	readonly who: { readonly id: string; readonly conversationId: string };
	/** Step, kind of line, decision, and the wording. */
	readonly lines: readonly (readonly [step: string, kind: string, decision: string, result?: string])[];
	readonly status?: string;
	readonly outcome?: string;
	readonly reason?: string;
};

let walks = 0;

/** A run of the abandoned cart with its trace, as the engine writes them. */
export async function aWalk(shop: Shop, { who, lines, status = "ended", outcome, reason }: Walk): Promise<string> {
	const { flow, logic, full } = shippedFlow();
	walks += 1;
	const runId = `0190a0a0-0000-7000-8000-${String(walks).padStart(12, "0")}`;
	const at = shop.now();
	const entry = await shop.db.flowEntry.create({
		data: {
			...{ flow: flow.flow, customerId: who.id, key: runId, trigger: "event", state: "started", runId, firesAt: at },
			...{ arm: outcome === "held_out" ? "held_out" : "treated", goalUntil: new Date(at.getTime() + 86_400_000) },
			...(reason === "reminder" && { goalAt: at }),
			createdAt: at,
		},
	});
	await shop.db.flowRun.create({
		data: {
			...{ id: runId, flow: flow.flow, logic, customerId: who.id, conversationId: who.conversationId },
			...{ channel: "telegram", purpose: "marketing", status, state: {}, stage: "cart", startedAt: at },
			...{ entryId: entry.id, outcome: outcome ?? null, reason: reason ?? null },
			endedAt: status === "ended" ? at : null,
		},
	});
	await shop.db.flowStep.createMany({
		data: lines.map(([step, kind, decision, result], seq) => ({
			...{ runId, conversationId: who.conversationId, seq: seq + 1, step, kind, decision, full, at },
			...{ file: `flows/${flow.flow}.flow.yaml`, flow: flow.flow, line: LINES[step] ?? 43, result: result ?? null },
		})),
	});
	return runId;
}

/** Four carts left behind: one waits for an answer, one answered and bought, one gave up, one was held out. */
export async function aWalkedFlow({ shop }: Pick<TestAdmin, "shop">) {
	const [anna, boris, vera, gleb] = await Promise.all(
		["Анна", "Борис", "Вера", "Глеб"].map((firstName) => aCustomer(shop, { firstName })),
	);
	if (!anna || !boris || !vera || !gleb) throw new Error("four customers are made");
	const { flow, logic, full } = shippedFlow();
	await shop.db.flowVersion.create({
		data: { flow: flow.flow, logic, full, format: 1, source: "", program: {}, activatedAt: shop.now() },
	});
	const text = "Анна, мы отложили для вас «Медовик». Всё в силе?";
	const care = ["steps[0]", "split cart-first-touch", "care (u = 0.17)"] as const;
	const brief = ["steps[0]", "split cart-first-touch", "brief (u = 0.71)"] as const;
	const asked = ["first_touch", "choose", "asked", text] as const;
	const runId = await aWalk(shop, { who: anna, lines: [care, asked], status: "waiting_input" });
	await aLine(shop, {
		...{ ...anna, text, direction: "said", author: "bot", proactive: true },
		...{ flow: flow.flow, step: "first_touch", runId },
	});
	await aWalk(shop, {
		who: boris,
		lines: [
			brief,
			asked,
			["first_touch", "answer", '"checkout"'],
			["steps[2]", "if", 'reaction == "checkout": yes'],
			["steps[2].switch[0].then[0]", "launch", "order"],
			["wait_order", "wait", "until 2026-03-11T10:00:00.000Z"],
			["wait_order", "stop_when", "1"],
			["wait_order", "end", "bought, reminder"],
		],
		outcome: "bought",
		reason: "reminder",
	});
	await aWalk(shop, { who: vera, lines: [care, asked, ["first_touch", "end", "opted_out"]], outcome: "opted_out" });
	await aWalk(shop, { who: gleb, lines: [brief, ["steps[0]", "end", "held_out"]], outcome: "held_out" });
	return { anna, boris, vera, gleb, runId };
}

function shippedFlow() {
	const found = shippedFiles.loaded().book.flows.get("abandoned-cart");
	if (!found) throw new Error("abandoned-cart is shipped");
	return found;
}

const LINES: Readonly<Record<string, number>> = { first_touch: 50, wait_order: 84 };
