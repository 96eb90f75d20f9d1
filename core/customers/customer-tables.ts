/** A column by which rows belong to a customer or to their conversation, and what a merge does with them. */
export type OwnedColumn = {
	readonly table: string;
	readonly column: "customer_id" | "conversation_id";
	/** Tells the rows of one owner apart. */
	readonly key: readonly string[];
	/** The kept customer may have the same already: then the absorbed one's row stays where it is. */
	readonly clash?: readonly string[];
};

/**
 * Every row that goes over when two customers turn out to be one. A table with such a column stands here or among those left
 * (a test reads the schema), so that nobody adds a table and forgets the merge.
 */
export const MOVED: readonly OwnedColumn[] = [
	of("identity", "customer_id", ["id"]),
	of("chat", "conversation_id", ["id"]),
	of("message", "conversation_id", ["id"]),
	of("mention", "conversation_id", ["message_id", "member_id"]),
	of("draft", "conversation_id", ["member_id"], ["member_id"]),
	of("later_reply", "conversation_id", ["id"]),
	of("tip", "conversation_id", ["id"], ["tip", "cause"]),
	of("promise", "customer_id", ["id"]),
	of("promise", "conversation_id", ["id"]),
	of("consent", "customer_id", ["id"]),
	of("customer_tag", "customer_id", ["tag"], ["tag"]),
	of("customer_attribute", "customer_id", ["name"], ["name"]),
	of("feedback", "customer_id", ["id"]),
	of("ticket", "customer_id", ["id"]),
	of("link_token", "customer_id", ["id"]),
	of("shop_order", "customer_id", ["id"]),
	of("shop_order", "conversation_id", ["id"]),
	of("coupon", "customer_id", ["id"]),
	of("product_view", "customer_id", ["variant_id"], ["variant_id"]),
	of("stock_wait", "customer_id", ["variant_id"], ["variant_id"]),
	of("unmet_demand", "customer_id", ["id"]),
	of("unmet_demand", "conversation_id", ["id"]),
	of("outcome", "customer_id", ["id"]),
	of("outcome", "conversation_id", ["id"]),
	of("counter_visit", "customer_id", ["id"]),
	of("flow_entry", "customer_id", ["id"], ["flow", "key"]),
	of("flow_run", "customer_id", ["id"]),
	of("flow_run", "conversation_id", ["id"]),
	of("flow_step", "conversation_id", ["id"]),
	of("flow_action", "conversation_id", ["effect_key"]),
	of("flow_button", "conversation_id", ["token"]),
	of("assignment", "customer_id", ["name"], ["name"]),
	of("assistant_use", "customer_id", ["day"], ["day"]),
	of("outbox", "customer_id", ["id"]),
	of("outbox", "conversation_id", ["id"]),
	of("decision", "customer_id", ["id"]),
	of("channel_evidence", "customer_id", ["channel"], ["channel"]),
	of("sending_worth", "customer_id", ["flow"], ["flow"]),
	of("diary", "customer_id", ["id"]),
	of("diary", "conversation_id", ["id"]),
];

/** What stays with the absorbed customer, and why. */
export const LEFT: Readonly<Record<string, string>> = {
	"conversation.customer_id": "there is one a customer: the absorbed one stays behind, empty, and leads to the other",
	"cart.customer_id": "there is one open cart a customer: its lines are added to the kept one",
	"customer_figures.customer_id": "counted anew from the orders of each",
	"imported_person.customer_id": "what a file wrote about each: once they are one it is not taken back",
	"segment_spell.customer_id": "a history of each; who belongs where is counted anew",
	"episode.conversation_id": "counted anew from the thread of each (core/insights)",
	"desk_topic.conversation_id": "the desk only shows: the kept one's topic is drawn anew",
	"desk_card.conversation_id": "drawn anew with its topic",
	"desk_line.conversation_id": "drawn anew with its topic",
	"handoff.conversation_id": "counted anew with its episode",
	"episode_wait.conversation_id": "counted anew with its episode",
};

function of(
	table: string,
	column: OwnedColumn["column"],
	key: readonly string[],
	clash?: readonly string[],
): OwnedColumn {
	return { table, column, key, ...(clash && { clash }) };
}
