import { expect, test } from "vitest";
import { aRehearsal } from "./a-rehearsal.ts";

const marketing =
	"purpose: marketing\nstage: cart\nfamily: cart\ngoal: {event: order.paid, within: 3 days}\nguard: {opt_out: 1%, complaints: 0.3%}\n";
const rescue = `${marketing}
start:
  - {event: cart.changed, settle: 1h, key: cart.id}
audience: {if: customer.orders_count >= 1, again: 7 days}
stop_when: [{event: order.created, outcome: bought, reason: reminder}]
vars: {mood: text}
steps:
  - choose: mood
    text: Корзина ждёт. Оформим?
    options: {yes: Да, later: Потом}
    silence: {after: 20h}
  - say: Последнее напоминание.
`;
const dialog = `
start: [{says: [заказать]}]
vars: {what: text}
steps:
  - choose: what
    text: Что?
    options: {tea: Чай, cake: Торт}
    silence: {after: 30m, steps: [{end: left}]}
  - say: Записал.
`;
const message =
	"Корзина ждёт. Оформим? Ответьте «оператор», если нужен человек, и «стоп», чтобы больше не получать рекламу.";

test("the cart settles for an hour, and each further change moves that hour", () => {
	const { happens, later } = aRehearsal({ rescue });
	happens("cart.changed");
	later("50m");
	happens("cart.changed");
	expect(later("50m")).toEqual([]);
	expect(later("10m")).toEqual([message]);
});

test("not again within seven days; refused entries say why", () => {
	const { happens, later, simulation } = aRehearsal({ rescue });
	happens("cart.changed");
	later("1h");
	simulation.shop.roots = { ...simulation.shop.roots, cart: { id: "k2", count: 1, total: 100 } };
	happens("cart.changed");
	later("1h");
	expect([...simulation.entries.values()].map(({ state, refused }) => refused ?? state)).toEqual(["started", "again"]);
});

test("an order stops the chain, also one made a moment before a message was due", () => {
	const { happens, later, run } = aRehearsal({ rescue });
	happens("cart.changed");
	later("1h");
	expect(happens("order.created")).toEqual([]);
	expect(run("rescue")).toMatchObject({ outcome: "bought", reason: "reminder" });
	expect(later("3 days")).toEqual([]);
});

test("nothing uninvited leaves while the customer is busy with us or an operator has them", () => {
	const talk = aRehearsal({ rescue, dialog });
	talk.happens("cart.changed");
	talk.later("55m");
	talk.writes("заказать");
	expect(talk.later("10m")).toEqual([]);
	expect(talk.run("rescue")).toMatchObject({ status: "held", heldBy: "question" });
	talk.writes("чай");
	expect(talk.run("rescue")).toMatchObject({ status: "held", heldBy: "waits_dialog" });
	expect(talk.later("31m")).toEqual([message]);

	const other = aRehearsal({ rescue });
	other.happens("cart.changed");
	other.simulation.take();
	expect(other.later("2h")).toEqual([]);
	expect(other.run("rescue")).toMatchObject({ status: "held", heldBy: "control" });
});

test("too stale to be sent, it is dropped", () => {
	const { happens, simulation, later, run } = aRehearsal({ rescue });
	happens("cart.changed");
	simulation.take();
	later("2 days");
	simulation.close();
	expect(run("rescue").outcome).toBe("stale");
});

test("on WhatsApp a day later the template of the message behind an offer carries both; without one no coupon is made", () => {
	const chain = (whatsapp: string) => `${marketing}start: [{event: cart.changed, key: cart.id}]
vars: {promo: offer}
steps:
  - {offer: cart-rescue, save: promo, if_none: [{end: spent}]}
  - if: promo is not empty
    then:
      - say: {text: "Бонус: {{ promo.title }}."${whatsapp}}
  - end: told
`;
	const written = aRehearsal({ chain: chain(", whatsapp: {template: bonus}") }, {}, "whatsapp");
	expect(written.happens("cart.changed").join("\n")).toContain("Бонус: ");
	expect(written.run("chain").outcome).toBe("told");

	const mute = aRehearsal({ chain: chain("") }, {}, "whatsapp");
	expect(mute.happens("cart.changed")).toEqual([]);
	expect(mute.run("chain")).toMatchObject({ outcome: "no_template", journal: [] });
});

test("the customer's answer makes what follows an answer, without the footer of marketing", () => {
	const { happens, later, writes } = aRehearsal({ rescue });
	happens("cart.changed");
	later("1h");
	expect(writes("да")).toEqual(["Последнее напоминание."]);
});

test("a proactive question that nobody answered is not repeated after a side question", () => {
	const { happens, later, writes, run } = aRehearsal({ rescue });
	happens("cart.changed");
	later("1h");
	expect(writes("меню")).toEqual(["Чем помочь?"]);
	expect(run("rescue").status).toBe("waiting_input");
	expect(writes("да")).toEqual(["Последнее напоминание."]);
});

test("who opts out hears no more of the chain", () => {
	const { happens, later, writes, run } = aRehearsal({ rescue });
	happens("cart.changed");
	later("1h");
	writes("стоп");
	expect(run("rescue").outcome).toBe("opted_out");
	expect(later("3 days")).toEqual([]);
});

test("two chains may lie side by side; the one written to first waits below, and its button still works", () => {
	const nudge = `${marketing.replace("family: cart", "family: news")}
start: [{event: order.delivered}]
vars: {ok: text}
steps:
  - choose: ok
    text: Всё хорошо?
    options: {fine: Отлично, bad: Плохо}
  - say: Спасибо.
`;
	const { happens, later, presses, run } = aRehearsal({ rescue, nudge });
	happens("cart.changed");
	later("1h");
	happens("order.delivered");
	later("1 day");
	expect(run("nudge").status).toBe("waiting_input");
	expect(run("rescue").status).not.toBe("ended");
	expect(presses("Отлично")[0]).toBe("Спасибо.");
});

test("the held-out get nothing, and their purchase counts all the same", () => {
	const { happens, later, run, simulation } = aRehearsal({ rescue }, { holdout: true });
	happens("cart.changed");
	expect(later("2h")).toEqual([]);
	expect(run("rescue").outcome).toBe("held_out");
	happens("order.paid");
	expect([...simulation.entries.values()][0]).toMatchObject({ arm: "held_out", goalAt: simulation.now });
});

test("a launch that nobody asked for is an entry like any other", () => {
	const chain = `
start: [{event: order.delivered}]
steps:
  - launch: thanks
`;
	const thanks = 'start: []\nsteps:\n  - say: "Спасибо от {{ run.launched_by }}"\n';
	const { happens, simulation } = aRehearsal({ chain, thanks });
	expect(happens("order.delivered")).toEqual(["Спасибо от chain"]);
	expect([...simulation.entries.values()].map(({ trigger }) => trigger)).toEqual(["event", "launch"]);
});
