import { CHANNELS, type ChannelName } from "#core/channel-names.ts";
import { AT_THE_PHONE } from "#core/conversations/staff-turn.ts";
import { showName } from "#core/customers/show-name.ts";
import { aList, aNumber, anObject, aText } from "#core/json.ts";
import { ORDER_STATES, type OrderState } from "#core/orders/order-states.ts";
import type { Shop } from "#core/shop.ts";
import { covered } from "./html.ts";

/** All that a customer's topic shows, read from the conversation; the topic itself holds no truth. */
export type TopicView = {
	readonly conversationId: string;
	readonly customerId: string;
	readonly version: number;
	readonly lease: number;
	readonly team: string | null;
	readonly name: string;
	readonly phone: string | null;
	readonly channel: ChannelName | null;
	/** Where the messenger knows a window: until when it is open; null: closed. */
	readonly window: { readonly until: Date | null } | null;
	readonly control: "bot" | "asked" | "human" | "parked";
	readonly controlSince: Date;
	readonly parkedUntil: Date | null;
	readonly holder: { readonly id: string; readonly name: string | null } | null;
	readonly why: string | null;
	/** How urgent whoever called for a person found it: low, normal, high, urgent. */
	readonly priority: string | null;
	readonly unansweredSince: Date | null;
	readonly promise: { readonly id: string; readonly text: string; readonly dueAt: Date } | null;
	readonly order: {
		readonly number: number;
		readonly state: OrderState;
		readonly total: number;
		readonly currency: string;
	} | null;
	readonly stage: string | null;
	readonly closedAt: Date | null;
};

/** One line of the thread, as staff read it. */
export type TopicLine = {
	readonly id: bigint;
	readonly at: Date;
	readonly by: "customer" | "bot" | "staff" | "note" | "control";
	readonly name: string | null;
	readonly text: string;
	readonly kind: string;
	readonly to: string | null;
	readonly edited: boolean;
	readonly files: readonly TopicFile[];
	readonly place: { readonly lat: number; readonly lon: number } | null;
};

/** `kept`: our own media row, once the file was fetched; `lost`: why it never will be; `source`: a file of the shop's. */
export type TopicFile = {
	readonly kind: string;
	readonly kept: string | null;
	readonly lost: string | null;
	readonly source: string | null;
};

/** Reads what a topic's header shows; undefined: there is no such conversation, or it went into another. */
export async function readTopic(shop: Shop, conversationId: string): Promise<TopicView | undefined> {
	const conversation = await shop.db.conversation.findUnique({
		where: { id: conversationId },
		include: { customer: true, chats: true },
	});
	if (!conversation || conversation.mergedIntoId) return undefined;
	const { customer, chats, holderId } = conversation;
	const [promise, order, holder] = await Promise.all([
		shop.db.customerPromise.findFirst({ where: { conversationId, state: "open" }, orderBy: { dueAt: "asc" } }),
		shop.db.order.findFirst({ where: { customerId: customer.id }, orderBy: { createdAt: "desc" } }),
		whoHolds(shop, holderId),
	]);
	const chat = chats.find(({ id }) => id === conversation.chatId) ?? chats[0];
	const channel = CHANNELS.find((name) => name === chat?.channel) ?? null;
	return {
		conversationId,
		customerId: customer.id,
		...{ version: conversation.version, lease: conversation.lease, team: conversation.team },
		name: covered(showName(customer)),
		phone: customer.phone && covered(customer.phone),
		channel,
		window: channel === "whatsapp" ? { until: toCome(chat?.windowUntil, shop.now()) } : null,
		control: conversation.control,
		...{ controlSince: conversation.controlSince, parkedUntil: conversation.parkedUntil },
		holder,
		why: conversation.control === "asked" ? (conversation.askNote ?? null) : null,
		priority: conversation.askPriority,
		unansweredSince: conversation.unansweredSince,
		promise: promise && { id: promise.id, text: promise.text, dueAt: promise.dueAt },
		order: order && {
			...{ number: order.number, total: order.total, currency: order.currency },
			state: stateOf(order),
		},
		stage: conversation.stage,
		closedAt: conversation.closedAt,
	};
}

function toCome(at: Date | null | undefined, now: Date): Date | null {
	return at && at > now ? at : null;
}

/** Whoever writes on the shop's own phone has no name. */
async function whoHolds(shop: Shop, id: string | null): Promise<TopicView["holder"]> {
	if (id === null) return null;
	if (id === AT_THE_PHONE) return { id, name: null };
	const member = await shop.db.member.findUnique({ where: { id }, select: { name: true } });
	return { id, name: member?.name ?? null };
}

function stateOf(order: { readonly state: string }): OrderState {
	return ORDER_STATES.find((state) => state === order.state) ?? "placed";
}

/** Lines of the thread behind `after`, oldest first, without those that members wrote in the topic itself. */
export async function readLines(
	shop: Shop,
	{ conversationId, after, limit }: { conversationId: string; after: bigint; limit: number },
): Promise<TopicLine[]> {
	const messages = await shop.db.message.findMany({
		where: { conversationId, id: { gt: after }, NOT: { status: "cancelled" } },
		orderBy: { id: "desc" },
		take: limit,
	});
	const [own, members] = await Promise.all([
		shop.db.deskLine.findMany({
			where: { conversationId, line: { in: messages.map(({ id }) => id) } },
			select: { line: true },
		}),
		shop.db.member.findMany({ select: { id: true, name: true } }),
	]);
	const here = new Set(own.map(({ line }) => line));
	const names = new Map(members.map(({ id, name }) => [id, name]));
	return messages
		.filter(({ id }) => !here.has(id))
		.reverse()
		.map((message) => {
			const [author = "", memberId] = message.author.split(/:(.*)/s);
			const content = anObject(message.content);
			return {
				...{ id: message.id, at: message.at, text: message.text, kind: message.kind },
				by: message.kind === "control" ? "control" : (AUTHORS[author] ?? "bot"),
				name: memberId ? (names.get(memberId) ?? null) : null,
				to: aText(content?.to) ?? null,
				edited: aList(message.versions).length > 0,
				files: [...aList(message.media), ...aList(content?.media)].map(fileOf),
				place: placeOf(anObject(content?.location)),
			};
		});
}

/** The newest line of a thread. */
export async function newestLine(shop: Shop, conversationId: string): Promise<bigint> {
	const newest = await shop.db.message.findFirst({
		where: { conversationId },
		orderBy: { id: "desc" },
		select: { id: true },
	});
	return newest?.id ?? 0n;
}

const AUTHORS: Readonly<Record<string, TopicLine["by"]>> = {
	customer: "customer",
	bot: "bot",
	operator: "staff",
	note: "note",
};

function fileOf(entry: unknown): TopicFile {
	const file = anObject(entry);
	return {
		kind: aText(file?.kind) ?? "document",
		kept: aText(file?.kept) ?? null,
		lost: aText(file?.lost) ?? null,
		source: aText(file?.source) ?? null,
	};
}

function placeOf(location: ReturnType<typeof anObject>): TopicLine["place"] {
	const [lat, lon] = [aNumber(location?.lat), aNumber(location?.lon)];
	return lat === undefined || lon === undefined ? null : { lat, lon };
}
