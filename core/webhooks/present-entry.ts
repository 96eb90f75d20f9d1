/** A row of the diary. */
export type EntryRow = {
	readonly id: bigint;
	readonly name: string;
	readonly customerId: string | null;
	readonly conversationId: string | null;
	readonly data: unknown;
	readonly stage: string | null;
	readonly channel: string | null;
	readonly actor: string;
	readonly flow: string | null;
	readonly at: Date;
};

/** A diary entry as programs outside get it, by webhook and by stream alike. `id` grows: it is what they put in order by. */
export function presentEntry({ id, name, at, data, ...entry }: EntryRow) {
	return {
		type: name,
		timestamp: at.toISOString(),
		data: {
			id: String(id),
			customerId: entry.customerId,
			conversationId: entry.conversationId,
			actor: entry.actor,
			channel: entry.channel,
			flow: entry.flow,
			stage: entry.stage,
			facts: data,
		},
	};
}

/** Columns of it, for Prisma. */
export const ENTRY = {
	...{ id: true, name: true, customerId: true, conversationId: true, data: true },
	...{ stage: true, channel: true, actor: true, flow: true, at: true },
} as const;
