/** Written SQL of outcomes: what is known of a customer's way. */

/**
 * $1: customer, $2: since, $3: until, $4: order or null, $5: reasons of the lost list. Words for a price are looked for in what
 * the customer wrote; what we said first counts for three days before.
 */
export const OUTCOME_FACTS = {
	name: "outcome-facts",
	text: `WITH ours AS MATERIALIZED (
			SELECT m.conversation_id, m.at FROM message m JOIN conversation c ON c.id = m.conversation_id
			WHERE c.customer_id = $1::uuid AND m.direction = 'said' AND m.proactive AND m.purpose <> 'transactional'
				AND m.status = 'sent' AND m.at BETWEEN $2::timestamptz - interval '3 days' AND $3
		)
		SELECT
			(SELECT d.data->>'reason' FROM diary d WHERE d.customer_id = $1::uuid AND d.name = 'flow.ended' AND d.at BETWEEN $2 AND $3
				AND d.data->>'reason' = ANY($5::text[]) ORDER BY d.at DESC, d.id DESC LIMIT 1) AS "flowReason",
			EXISTS (SELECT FROM unmet_demand u WHERE u.customer_id = $1::uuid AND u.last_at BETWEEN $2 AND $3
				AND u.settled_at IS NULL) AS "wasMissing",
			EXISTS (SELECT FROM diary d WHERE d.customer_id = $1::uuid AND d.name = 'control.changed' AND d.at BETWEEN $2 AND $3
				AND d.data->>'reason' = 'failure') AS "brokeDown",
			(SELECT count(*)::int FROM message m JOIN conversation c ON c.id = m.conversation_id
				WHERE c.customer_id = $1::uuid AND m.direction = 'heard' AND m.at BETWEEN $2 AND $3
					AND m.text ~* '(сколько сто|почём|почем|цен[аеуы]|дорог|how much|price|expensive)') AS "askedPrice",
			EXISTS (SELECT FROM shop_order o WHERE o.id = $4::uuid AND o.coupon_id IS NOT NULL) AS "usedCoupon",
			EXISTS (SELECT FROM order_line l JOIN variant v ON v.id = l.variant_id WHERE l.order_id = $4::uuid
				AND v.old_price IS NOT NULL AND v.priced_at BETWEEN $2::timestamptz - interval '14 days' AND $3) AS "boughtCheaper",
			EXISTS (SELECT FROM ours) AS "wasReminded",
			EXISTS (SELECT FROM ours WHERE EXISTS (
				SELECT FROM message m WHERE m.conversation_id = ours.conversation_id AND m.direction = 'heard'
					AND m.at BETWEEN ours.at AND ours.at + interval '1 day')) AS "tookReminder"`,
};

/** $1: somebody looked, searched or filled a cart since then, $2: and not any more after then; nothing was ordered, and nothing is said of it yet. */
export const DROPPED_INQUIRIES = {
	name: "dropped-inquiries",
	text: `WITH looked AS (
			SELECT customer_id, min(at) AS began, max(at) AS ended FROM diary
			WHERE name IN ('product.viewed', 'search.made', 'cart.changed') AND at > $1 AND customer_id IS NOT NULL
			GROUP BY customer_id
		)
		SELECT l.customer_id AS "customerId", c.id AS "conversationId", l.began, l.ended FROM looked l
		JOIN conversation c ON c.customer_id = l.customer_id
		WHERE l.ended <= $2
			AND NOT EXISTS (SELECT FROM shop_order o WHERE o.customer_id = l.customer_id AND o.created_at >= l.began)
			AND NOT EXISTS (SELECT FROM outcome u WHERE u.customer_id = l.customer_id AND u.order_id IS NULL AND u.at >= l.began)
		LIMIT $3`,
};
