import type { Deed } from "#test/standins/telegram/deeds.ts";
import type { Happening } from "#test/standins/telegram/journal.ts";
import type { TelegramStandin } from "#test/standins/telegram/server.ts";

/** People at their telephones, who go on as soon as they see what they wait for and overlook what is said twice. */
export type Visitors = {
	/** What was confirmed with a press so far, over all of them. */
	confirmed(): number;
	/** Whose dialogs are not at their end yet: what each waits for. */
	waiting(): string[];
	/** Numbers of orders that a person was told, in order, repetitions left out. */
	told(person: number): number[];
	/** Resolves when everybody has said everything. */
	done: Promise<void>;
};

/** One line of a dialog: what a person does, and what has to be seen before the next. */
type Line = { readonly deed: Deed; readonly until: string };

/**
 * `buyers` order `orders` times each, so many `atOnce`; after each of their lines somebody who waits for an operator says
 * something that nobody answers. Nobody looks at a clock: the pace is the shop's own.
 */
export function letIn(
	standin: TelegramStandin,
	{
		buyers,
		orders,
		atOnce,
		talkers,
		remarks,
		product,
	}: {
		buyers: readonly number[];
		orders: number;
		atOnce: number;
		talkers: readonly number[];
		/** What those say who wait for an operator, all together. */
		remarks: number;
		product: string;
	},
): Visitors {
	const places = new Map<number, { script: Line[]; at: number }>();
	const queue = [...buyers];
	const told = new Map<number, number[]>();
	let confirmed = 0;
	let remarked = 0;
	let lines = 0;
	const allLines = buyers.length * orders * DIALOG.length;
	let finish: () => void = () => {};
	const done = new Promise<void>((resolve) => {
		finish = resolve;
	});

	function admit() {
		const person = queue.shift();
		if (person === undefined) return;
		const script = Array.from({ length: orders }, () => DIALOG.map((line) => spoken(line, product))).flat();
		places.set(person, { script, at: 0 });
		speak(person);
	}

	function speak(person: number) {
		const place = places.get(person);
		const line = place?.script[place.at];
		if (!line) {
			places.delete(person);
			admit();
			if (places.size === 0) finish();
			return;
		}
		if (line.deed.do === "press" && line.deed.button === YES) confirmed += 1;
		lines += 1;
		standin.act({ person }, line.deed);
		while (remarked < remarks && remarked < Math.ceil((lines * remarks) / allLines)) remark();
	}

	/** Words, a picture, or second thoughts about the words before. */
	function remark() {
		const person = talkers[remarked % talkers.length];
		if (person === undefined) return;
		remarked += 1;
		standin.act({ person }, remarkOf(remarked));
	}

	function hear(happening: Happening) {
		if (happening.kind !== "sight" || happening.sight.kind !== "message") return;
		const { chat: person, text } = happening.sight;
		const number = Number(/^Заказ № (\d+) принят/.exec(text)?.[1]);
		const isAgain = number > 0 && wasTold(person, number);
		const place = places.get(person);
		if (!place || !text.includes(place.script[place.at]?.until ?? "")) return;
		// An order that is told again is not the answer to the next confirmation.
		if (isAgain) return;
		place.at += 1;
		// A person looks before pressing, and a kill may fall between the two.
		setImmediate(() => speak(person));
	}

	/** Whether they were told before of this order; from now on they were. */
	function wasTold(person: number, number: number): boolean {
		const known = told.get(person) ?? [];
		if (known.includes(number)) return true;
		told.set(person, [...known, number]);
		return false;
	}

	standin.watch(hear);
	for (let n = 0; n < atOnce; n++) admit();
	return {
		confirmed: () => confirmed,
		told: (person) => told.get(person) ?? [],
		waiting: () => [...places].map(([person, { script, at }]) => `${person} waits for "${script[at]?.until}"`),
		done,
	};
}

const YES = "Верно";

const DIALOG: readonly Line[] = [
	{ deed: { do: "write", text: "/order" }, until: "Что положить?" },
	{ deed: { do: "press", button: "" }, until: "Сколько штук" },
	{ deed: { do: "write", text: "2" }, until: "2 шт. на" },
	{ deed: { do: "press", button: YES }, until: "принят." },
];

function spoken({ deed, until }: Line, product: string): Line {
	return { deed: deed.do === "press" && deed.button === "" ? { ...deed, button: product } : deed, until };
}

function remarkOf(n: number): Deed {
	return n % 10 === 0
		? { do: "send", what: { kind: "photo" }, caption: `Вот такой, № ${n}` }
		: { do: "write", text: `Вы ещё там? № ${n}` };
}
