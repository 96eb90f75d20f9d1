-- The lists of a shop with 200,000 customers, 300,000 orders and a million rows of audit: what each index is for. What it saves is
-- measured by test/bench/inbox.ts. None lies on the way of a message.

-- The audit by the beginning of an act, of a kind, or of an id: LIKE and ^@ need pattern_ops in any collation but C. That nothing is null says
-- nothing new, but Prisma takes an index with a condition for none of its own and leaves it alone.
DROP INDEX "audit_thing_idx";
CREATE INDEX audit_of_thing ON audit (thing text_pattern_ops) WHERE thing IS NOT NULL;
CREATE INDEX audit_id_of_thing ON audit (split_part(thing, ':', 2) text_pattern_ops);
CREATE INDEX audit_of_act ON audit (act text_pattern_ops, at) WHERE act IS NOT NULL;

-- Customers who spent much. The row is written anew with each order anyway.
CREATE INDEX "customer_figures_orders_total_idx" ON "customer_figures"("orders_total");

-- Conversations and customers of a rare channel, and which channels there are. A chat is updated with each message, but never in this.
CREATE INDEX "chat_channel_conversation_id_idx" ON "chat"("channel", "conversation_id");
CREATE INDEX "identity_channel_customer_id_idx" ON "identity"("channel", "customer_id");

-- Orders in whose warehouse hardly anything lies any more, those due on a day long ago, and those of a rare channel.
CREATE INDEX "order_line_warehouse_id_idx" ON "order_line"("warehouse_id");
CREATE INDEX "shop_order_due_from_idx" ON "shop_order"("due_from");
CREATE INDEX "shop_order_channel_number_idx" ON "shop_order"("channel", "number");

-- What is not in the models: Prisma has no word for an expression or a part of a table.
CREATE INDEX shop_order_of_slot ON shop_order (slot_id) WHERE slot_id IS NOT NULL;
CREATE INDEX shop_order_of_warehouse ON shop_order (warehouse_id) WHERE warehouse_id IS NOT NULL;
CREATE INDEX shop_order_unpaid ON shop_order (number) WHERE paid_at IS NULL;
-- Goods that the catalogue knows are found there, so an order of today writes nothing here.
CREATE INDEX order_line_unknown_goods ON order_line USING gin (sounds_like(title) gin_trgm_ops) WHERE variant_id IS NULL;
-- In the place of a GiST, which read most of its pages for a name that many have. A space before each word tells where one begins, for searches of
-- one or two letters.
DROP INDEX customer_name_sounds;
CREATE INDEX customer_name_sounds ON customer
	USING gin (sounds_like(' ' || coalesce(first_name, '') || ' ' || coalesce(last_name, '')) gin_trgm_ops);
