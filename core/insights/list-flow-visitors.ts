import type { Shop } from "#core/shop.ts";
import { type DrawnFlow, VISITORS, visitorValues, type Went } from "./flow-visitors-sql.ts";

/** Somebody who was at a step: the newest first. */
export type Visitor = {
	readonly runId: string;
	readonly conversationId: string;
	/** When they were there last. */
	readonly at: Date;
	readonly went: Went;
	readonly status: string;
	readonly outcome: string | null;
	readonly reason: string | null;
	readonly customer: {
		readonly id: string;
		readonly firstName: string | null;
		readonly lastName: string | null;
		readonly phone: string | null;
	};
};

/** The people behind a step's counts; `went` asks for those of one count. */
export async function listFlowVisitors(
	shop: Shop,
	{ drawn, since, step, went, limit }: { drawn: DrawnFlow; since: Date; step: string; went?: Went; limit: number },
): Promise<Visitor[]> {
	const values = [...visitorValues(drawn, since), step, went ?? null, limit];
	const rows = await shop.db.written<Row>(LIST_VISITORS, values);
	return rows.map(({ customerId, firstName, lastName, phone, ...visit }) => ({
		...visit,
		customer: { id: customerId, firstName, lastName, phone },
	}));
}

type Row = Omit<Visitor, "customer"> & {
	readonly customerId: string;
	readonly firstName: string | null;
	readonly lastName: string | null;
	readonly phone: string | null;
};

const LIST_VISITORS = {
	name: "list-flow-visitors",
	text: `WITH ${VISITORS}
		SELECT v.run_id AS "runId", v.conversation_id AS "conversationId", v.at, v.went, v.status, v.outcome, v.reason,
			v.customer_id AS "customerId", c.first_name AS "firstName", c.last_name AS "lastName", c.phone
		FROM visitors v JOIN customer c ON c.id = v.customer_id
		WHERE v.step = $8 AND ($9::text IS NULL OR v.went = $9::text)
		ORDER BY v.at DESC, v.run_id DESC LIMIT $10`,
};
