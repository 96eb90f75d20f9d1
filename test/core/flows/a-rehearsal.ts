import type { ChannelName } from "#core/channel-names.ts";
import { spaced } from "#core/flows/dialog-player.ts";
import { addDuration } from "#core/flows/durations.ts";
import type { FlowBook } from "#core/flows/flow-book.ts";
import { lengthOf } from "#core/flows/lengths.ts";
import { loadFlows, readFolder } from "#core/flows/load.ts";
import { type OpenBook, openBook } from "#core/flows/open-book.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { Simulation } from "#core/flows/simulate.ts";
import type { GivenWorld } from "#core/flows/test-script.ts";

/** The shop's own shared files, without its flows. */
const shared = readFolder("flows").filter(({ path }) => /^(_|offers\/|segments\/)/.test(path));

/** What the menu of `_always.yaml` launches. */
const launched = { order: "start: []\nsteps:\n  - say: Заказ\n", support: "start: []\nsteps:\n  - say: Помощь\n" };

const anna: GivenWorld = {
	now: "2026-03-10T14:00:00+03:00",
	customer: {
		id: "anna",
		first_name: "Анна",
		orders_count: 1,
		tags: [],
		consent: { advertising: true, processing: true },
	},
	cart: { id: "k1", count: 0, total: 0, items: [] },
	catalogue: { categories: [] },
};

type Ready = { readonly book: FlowBook; readonly open: OpenBook };
const ready = new Map<string, Ready>();

function loadOnce(flows: Record<string, string>): Ready {
	const key = JSON.stringify(flows);
	const known = ready.get(key);
	if (known) return known;
	const files = Object.entries({ ...launched, ...flows }).map(([flow, body]) => {
		if (flow.startsWith("i18n/")) return { name: `${flow}.yaml`, path: `${flow}.yaml`, text: body };
		const head = body.includes("purpose:") ? "" : "purpose: service\nstage: checkout\n";
		return {
			name: `${flow}.flow.yaml`,
			path: `${flow}.flow.yaml`,
			text: `flow: ${flow}\ntitle: ${flow}\n${head}${body}`,
		};
	});
	const loaded = loadFlows([...shared, ...files], shopVocabulary);
	const errors = loaded.problems.filter(({ severity }) => severity === "error");
	if (errors.length > 0)
		throw new Error(errors.map(({ file, line, message }) => `${file}:${line} ${message}`).join("\n"));
	const made = { book: loaded.book, open: openBook(loaded.book) };
	ready.set(key, made);
	return made;
}

/** Flows as their files would say them (a key `i18n/en.tea` is a translation), in one customer's hands on Tuesday, 10 March 2026, 14:00 in Moscow. */
export function aRehearsal(flows: Record<string, string>, given: GivenWorld = {}, channel: ChannelName = "telegram") {
	const loaded = loadOnce(flows);
	const simulation = new Simulation({
		open: loaded.open,
		loaded: loaded.book,
		vocabulary: shopVocabulary,
		given: { ...anna, ...given },
		channel,
	});
	let read = 0;

	/** What the customer has been shown since last asked. */
	function heard(): string[] {
		const fresh = simulation.shown.slice(read).map(({ content }) => spaced(content.text));
		read = simulation.shown.length;
		return fresh;
	}

	return {
		simulation,
		heard,
		writes(text: string): string[] {
			simulation.write({ text, media: [] });
			return heard();
		},
		presses(label: string, of = ""): string[] {
			const message = simulation.shown.findLast(({ content }) => content.buttons && spaced(content.text).includes(of));
			const button = message?.content.buttons?.find((one) => one.label === label || one.label === `✓ ${label}`);
			if (!message || !button || !("token" in button)) throw new Error(`There is no button «${label}».`);
			simulation.press(button.token, message);
			return heard();
		},
		later(length: string): string[] {
			simulation.passTo(addDuration(simulation.now, lengthOf(length), simulation.talk.zone));
			return heard();
		},
		happens(event: string, data: Record<string, unknown> = {}): string[] {
			simulation.happen(event, data);
			return heard();
		},
		/** The newest run of a flow. */
		run(flow: string) {
			const run = [...simulation.runs.values()].findLast((one) => one.flow === flow);
			if (!run) throw new Error(`${flow} has not started.`);
			return run;
		},
		labels: () => simulation.shown.at(-1)?.content.buttons?.map(({ label }) => label) ?? [],
		route: () => simulation.routes.at(-1),
	};
}
