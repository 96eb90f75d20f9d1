import { builtInFunctions } from "./built-in-functions.ts";
import { type Fields, parseType, recordTypes, type ValueType } from "./types.ts";
import type { ActionSpec, FunctionSpec, Parameter, Vocabulary } from "./vocabulary.ts";

/**
 * The standard vocabulary of a shop: what the pages on flows promise, and what a shop's own flows need beside it. Here
 * are the signatures; `read` functions and actions are registered under these names by the shop.
 */
export const shopVocabulary: Vocabulary = {
	roots: fields({
		customer: "customer",
		cart: "cart",
		catalogue: "catalogue",
		shop: "shop",
		run: "run",
		now: "datetime",
	}),

	records: {
		customer: fields({
			id: "text",
			first_name: "text",
			last_name: "text",
			phone: "phone",
			email: "email",
			birthday: "date",
			language: "text",
			city: "text",
			zone: "text",
			channel: "text",
			likes: "list of text",
			tags: "list of text",
			channels: "list of text",
			addresses: "list of address",
			last_address: "address",
			note: "text",
			since: "datetime",
			last_seen_at: "datetime",
			orders_count: "int",
			orders_total: "number",
			average_order: "number",
			first_order_at: "datetime",
			last_order_at: "datetime",
			next_order_at: "date",
			last_order: "order",
			favourite: "product",
			points: "int",
			tier: "text",
			consent: "consent",
		}),
		consent: fields({ advertising: "yesno", processing: "yesno" }),
		cart: fields({
			id: "text",
			count: "int",
			total: "number",
			discount: "number",
			items: "list of item",
			code: "text",
			changed_at: "datetime",
		}),
		item: fields({
			id: "text",
			product: "product",
			title: "text",
			qty: "int",
			price: "number",
			sum: "number",
			photo: "file",
		}),
		catalogue: fields({ categories: "list of category", new_products: "list of product" }),
		category: fields({ id: "text", title: "text", about: "text", photo: "file", count: "int" }),
		product: fields({
			id: "text",
			title: "text",
			about: "text",
			price: "number",
			old_price: "number",
			stock: "int",
			unit: "text",
			photo: "file",
			category: "text",
			url: "text",
			tags: "list of text",
		}),
		shop: fields({
			name: "text",
			address: "text",
			phone: "phone",
			email: "email",
			site: "text",
			review_url: "text",
			privacy_url: "text",
			hours: "text",
			location: "location",
			open: "yesno",
		}),
		run: fields({
			id: "text",
			flow: "text",
			channel: "text",
			started_at: "datetime",
			launched_by: "text",
			link: "text",
		}),
		address: fields({ id: "text", text: "text", location: "location", note: "text" }),
		location: fields({ id: "text", lat: "number", lon: "number", title: "text", address: "text" }),
		slot: fields({
			id: "text",
			title: "text",
			date: "date",
			from: "time",
			to: "time",
			starts_at: "datetime",
			left: "int",
		}),
		quote: fields({
			id: "text",
			available: "yesno",
			price: "number",
			total: "number",
			free_from: "number",
			title: "text",
			zone: "text",
		}),
		order: fields({
			id: "text",
			number: "text",
			status: "text",
			status_title: "text",
			total: "number",
			count: "int",
			items: "list of item",
			delivery: "text",
			delivery_price: "number",
			address: "address",
			slot: "slot",
			note: "text",
			payment: "text",
			paid: "yesno",
			pay_url: "text",
			track_url: "text",
			can_cancel: "yesno",
			created_at: "datetime",
			delivered_at: "datetime",
		}),
		ticket: fields({ id: "text", status: "text", title: "text", order: "order", opened_at: "datetime" }),
		offer: fields({ id: "text", title: "text", code: "text", until: "datetime", amount: "number" }),
		pass: fields({ id: "text", code: "text", links: "list of text", until: "datetime" }),
		repeated: fields({ id: "text", added: "int", missing: "list of text" }),
		refusal: fields({ code: "text", text: "text" }),
	},

	functions: {
		...builtInFunctions,
		in_segment: reads({ segment: "text" }, "yesno"),
		bought: reads({ product: "text | product", within: "duration?" }, "int"),
		happened: reads({ event: "text", within: "duration?" }, "int"),
		products_in: reads({ category: "text | category" }, "list of product"),
		search_products: reads({ words: "text" }, "list of product"),
		similar: reads({ product: "text | product" }, "list of product"),
		recommended: reads({}, "list of product"),
		liked_goods: reads({}, "list of product"),
		usual_order: reads({ hours: "text" }, "list of item"),
		delivery_slots: reads({ delivery: "text" }, "list of slot"),
		my_orders: reads({}, "list of order"),
		last_order: reads({}, "order"),
		interested_in: reads({ product: "text | product" }, "list of customer"),
	},

	actions: {
		"cart.add": action("idempotent", "turn", { product: "text | product", qty: "int?" }),
		"cart.set": action("idempotent", "turn", { product: "text | product", qty: "int" }),
		"cart.clear": action("idempotent", "turn", {}),
		"cart.apply": action("idempotent", "turn", { code: "text" }, "offer"),
		"delivery.quote": action("read", "turn", { address: "address", total: "number?" }, "quote"),
		"order.create": action(
			"once",
			"turn",
			{ delivery: "text", address: "address?", slot: "text | slot?", note: "text?", payment: "text?" },
			"order",
		),
		"order.cancel": action("idempotent", "turn", { order: "text | order", reason: "text?" }, "order"),
		"order.repeat": action("idempotent", "turn", { order: "text | order" }, "repeated"),
		"order.track": action("read", "turn", { order: "text | order" }, "order"),
		"order.find": action("read", "turn", { number: "text" }, "order"),
		"ticket.find": action("read", "turn", { phone: "phone?" }, "ticket"),
		"ticket.open": action("once", "turn", { title: "text", order: "text | order?" }, "ticket"),
		"feedback.save": action("idempotent", "turn", {
			kind: "text",
			score: "int?",
			order: "text | order?",
			product: "text | product?",
			comment: "text?",
		}),
		"stock.subscribe": action("idempotent", "turn", { product: "text | product" }),
		"demand.note": action("idempotent", "turn", { product: "text | product?", words: "text?" }),
		"counter.code": action("idempotent", "turn", {}, "pass"),
		"identity.code": action("idempotent", "turn", {}, "pass"),
		"identity.link": action("idempotent", "turn", {}, "pass"),
		"tag.add": action("idempotent", "turn", { tag: "text" }),
		"tag.remove": action("idempotent", "turn", { tag: "text" }),
	},

	events: {
		"cart.changed": fields({ id: "text", cart: "cart" }),
		"category.viewed": fields({ id: "text", category: "category" }),
		"product.viewed": fields({ id: "text", product: "product" }),
		"search.made": fields({ id: "text", words: "text", found: "int" }),
		"product.price_dropped": fields({ id: "text", product: "product", was: "number" }),
		"product.back_in_stock": fields({ id: "text", product: "product" }),
		"order.created": fields({ id: "text", order: "order", by: "text" }),
		"order.changed": fields({ id: "text", order: "order", by: "text" }),
		"order.confirmed": fields({ id: "text", order: "order" }),
		"order.paid": fields({ id: "text", order: "order", amount: "number" }),
		"order.packed": fields({ id: "text", order: "order" }),
		"order.shipped": fields({ id: "text", order: "order" }),
		"order.ready": fields({ id: "text", order: "order" }),
		"order.delivered": fields({ id: "text", order: "order" }),
		"order.cancelled": fields({ id: "text", order: "order", by: "text" }),
		"order.returned": fields({ id: "text", order: "order" }),
		"customer.replied": fields({ id: "text", text: "text", channel: "text" }),
		"customer.met": fields({ id: "text", channel: "text", source: "text" }),
		"profile.changed": fields({ id: "text", field: "text" }),
		"customer.unanswered": fields({ id: "text", channel: "text", since: "text" }),
		"consent.given": fields({ id: "text", purpose: "text" }),
		"consent.withdrawn": fields({ id: "text", purpose: "text", channel: "text" }),
		"tag.added": fields({ id: "text", tag: "text" }),
		"tag.removed": fields({ id: "text", tag: "text" }),
		"coupon.redeemed": fields({ id: "text", coupon: "text", amount: "number" }),
		"feedback.given": fields({ id: "text", kind: "text", score: "int" }),
		"conversation.closed": fields({ id: "text", human: "yesno" }),
		"conversation.handed_back": fields({ id: "text", human: "yesno" }),
	},

	writable: {
		"customer.first_name": { type: type("text") },
		"customer.last_name": { type: type("text") },
		"customer.phone": { type: type("phone") },
		"customer.email": { type: type("email") },
		"customer.birthday": { type: type("date") },
		"customer.language": { type: type("text") },
		"customer.city": { type: type("text") },
		"customer.likes": { type: type("list of text") },
		"customer.last_address": { type: type("address") },
		"customer.note": { type: type("text") },
		"customer.consent.advertising": { type: type("yesno"), consent: "advertising" },
		"customer.consent.processing": { type: type("yesno"), consent: "processing" },
	},

	yearly: ["customer.birthday"],
};

/** Types written as in files; the words for records are those of this vocabulary. */
function fields(written: Readonly<Record<string, string>>): Fields {
	return Object.fromEntries(Object.entries(written).map(([name, words]) => [name, type(words)]));
}

function type(words: string): ValueType {
	const known = [...recordTypes, "catalogue", "shop", "run", "consent", "repeated", "refusal"];
	if (words === "list of anything") return { is: "list", of: { is: "anything" } };
	const read = parseType(words, known);
	if (!read) throw new Error(`"${words}" is no type of the vocabulary.`);
	return read;
}

/** `text | product`: one of these; `?` at the end: may be left out. */
function parameter(written: string): Parameter {
	const optional = written.endsWith("?");
	const words = optional ? written.slice(0, -1) : written;
	return { types: words.split("|").map((word) => type(word.trim())), optional };
}

function parameters(written: Readonly<Record<string, string>>): FunctionSpec["params"] {
	return Object.entries(written).map(([name, words]) => ({ name, ...parameter(words) }));
}

function reads(params: Readonly<Record<string, string>>, gives: string): FunctionSpec {
	return { params: parameters(params), gives: type(gives), cost: "read" };
}

function action(
	effect: ActionSpec["effect"],
	where: ActionSpec["where"],
	input: Readonly<Record<string, string>>,
	gives?: string,
): ActionSpec {
	const contract = Object.entries(input).map(([name, words]) => [name, parameter(words)] as const);
	return { with: Object.fromEntries(contract), effect, where, ...(gives && { gives: type(gives) }) };
}
