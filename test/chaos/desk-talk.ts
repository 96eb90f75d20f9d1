import type { Sight } from "#test/standins/telegram/journal.ts";
import type { TelegramStandin } from "#test/standins/telegram/server.ts";

/** Customers who wait for a person and an operator in the staff's group, each of whom goes on as soon as they see the other's words. */
export type DeskTalk = {
	/** Everything that was to be said has been said and read. */
	readonly done: Promise<void>;
	/** What each still waits for. */
	waiting(): string[];
};

/** The words of one round: what is asked, answered, put right, and noted among staff. */
export function wordsOf(customer: string, round: number) {
	return {
		asked: `${customer} спрашивает № ${round}.`,
		answered: `${customer}, отвт № ${round}.`,
		/** Every other answer has its typo mended once the customer has read it. */
		mended: round % 2 === 0 ? `${customer}, ответ № ${round}.` : undefined,
		noted: `${customer}: заметка № ${round}.`,
	};
}

/**
 * Each of `customers` calls for a person and then asks `rounds` questions, one after the other. The operator quotes the card with
 * the question, or takes the conversation by the button (every other customer's), answers, mends, and leaves a note.
 */
export function letTalk(
	standin: TelegramStandin,
	{
		customers,
		rounds,
		operator,
		bot,
		group,
	}: {
		customers: readonly { readonly id: number; readonly name: string }[];
		rounds: number;
		operator: number;
		/** The desk's. */
		bot: number;
		group: number;
	},
): DeskTalk {
	const talks = customers.map((who, index) => aTalk(who, index % 2 === 1));
	let finish: () => void = () => {};
	const done = new Promise<void>((resolve) => {
		finish = resolve;
	});

	function aTalk({ id, name }: { id: number; name: string }, byButton: boolean) {
		const state = { round: 0, seen: false, led: false, pressed: "", answer: 0, mended: false };
		const words = () => wordsOf(name, state.round);
		const writes = (text: string, thread: number, replyTo?: number) =>
			standin.act({ person: operator, bot, group, thread }, { do: "write", text, ...(replyTo && { replyTo }) });

		function ask() {
			state.round += 1;
			Object.assign(state, { seen: false, answer: 0, mended: false });
			if (state.round <= rounds) standin.act({ person: id }, { do: "write", text: words().asked });
			else if (talks.every((talk) => talk.isOver())) finish();
		}

		/** At night as by day somebody is called. */
		function askOnceCalled(text: string) {
			if (/оллег/.test(text)) ask();
		}

		function answer(thread: number, card: number) {
			if (state.answer || !state.seen || (byButton && !state.led)) return;
			// The note first: it must go nowhere, whoever leads.
			writes(`// ${words().noted}`, thread);
			state.answer = writes(words().answered, thread, byButton ? undefined : card)?.message_id ?? 0;
		}

		return {
			isOver: () => state.round > rounds,
			waiting: () => `${name}: ${JSON.stringify(state)}`,
			begin: () => void standin.act({ person: id }, { do: "write", text: "оператор" }),
			/** What the customer's telephone shows. */
			reads(text: string) {
				if (state.round === 0) return askOnceCalled(text);
				const { answered, mended } = words();
				if (text === (mended ?? answered)) return ask();
				if (text === answered && !state.mended) {
					state.mended = true;
					standin.act({ person: operator, bot, group }, { do: "edit", messageId: state.answer, text: mended ?? "" });
				}
			},
			/** What the operator's telephone shows in this customer's topic. */
			shows({
				messageId,
				text,
				buttons,
				thread,
			}: {
				messageId: number;
				text: string;
				buttons: string[];
				thread: number;
			}) {
				if (text.includes("Ведёт Лена")) state.led = true;
				if (state.round > 0 && text.includes(words().asked)) state.seen = true;
				const take = buttons.find((label) => label === TAKE);
				const once = `${messageId} ${text}`;
				if (byButton && take && state.pressed !== once && standing(messageId)) {
					state.pressed = once;
					standin.act({ person: operator, bot, group, thread }, { do: "press", button: TAKE, messageId });
				}
				answer(thread, messageId);
			},
			name,
			id,
		};
	}

	/** The card may have changed between the look and the press. */
	function standing(messageId: number): boolean {
		const message = standin.screen(group, bot).messages.find((one) => one.message_id === messageId);
		return message?.reply_markup?.inline_keyboard.flat().some(({ text }) => text === TAKE) ?? false;
	}

	function look(sight: Sight) {
		if (sight.kind !== "message" && sight.kind !== "edit") return;
		const { chat, text, messageId, message, buttons } = sight;
		if (message.from?.is_bot !== true) return;
		if (chat !== group) return talks.find(({ id }) => id === chat)?.reads(text);
		const thread = message.message_thread_id;
		const topic = thread === undefined ? undefined : standin.service.world.groups.get(group)?.topics.get(thread);
		const talk = talks.find(({ name }) => name === topic?.name);
		if (talk && thread !== undefined) talk.shows({ messageId, text, buttons: buttons.flat(), thread });
	}

	// A person looks before writing, and a kill may fall between the two.
	standin.watch((happening) => {
		if (happening.kind === "sight") setImmediate(() => look(happening.sight));
	});
	for (const talk of talks) talk.begin();
	return { done, waiting: () => talks.filter((talk) => !talk.isOver()).map((talk) => talk.waiting()) };
}

const TAKE = "✋ Взять";
