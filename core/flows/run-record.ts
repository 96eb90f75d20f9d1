import type { Asked, JournalEntry, Keep, Run } from "./talk.ts";

/**
 * A run as it comes back from the database: JSON but for its dates. Only these places hold dates of ours; a date among
 * the variables is a value of the flow language and stays as it is written.
 */
export function readRun(stored: StoredRun): Run {
	const {
		journal,
		reached,
		revive,
		asked,
		gathered,
		keep,
		startedAt,
		endedAt,
		wakeAt,
		due,
		pausedAt,
		customerAt,
		lastAt,
		...rest
	} = stored;
	return {
		...rest,
		startedAt: new Date(startedAt),
		journal: journal.map(dated),
		endedAt: read(endedAt),
		wakeAt: read(wakeAt),
		due: read(due),
		pausedAt: read(pausedAt),
		customerAt: read(customerAt),
		lastAt: read(lastAt),
		asked: asked && dated(asked),
		gathered: gathered && { ...gathered, since: new Date(gathered.since) },
		keep: keep && readKeep(keep),
		reached: reached && dated(reached),
		revive: revive && {
			frames: revive.frames,
			journal: revive.journal.map(dated),
			asked: revive.asked && dated(revive.asked),
		},
	};
}

/** What JSON makes of a run: its dates are texts. */
export type StoredRun = Omit<Run, Dates | "journal" | "asked" | "gathered" | "keep" | "reached" | "revive"> & {
	readonly startedAt: string;
	readonly journal: readonly Undated<JournalEntry>[];
	readonly asked?: Undated<Asked>;
	readonly gathered?: Omit<NonNullable<Run["gathered"]>, "since"> & { readonly since: string };
	readonly keep?: Omit<Keep, "remembered" | "frontier"> & {
		readonly remembered: readonly Undated<JournalEntry>[];
		readonly frontier: StoredFrontier;
	};
	readonly reached?: Undated<NonNullable<Run["reached"]>>;
	readonly revive?: Pick<NonNullable<Run["revive"]>, "frames"> & {
		readonly journal: readonly Undated<JournalEntry>[];
		readonly asked?: Undated<Asked>;
	};
} & { readonly [K in Exclude<Dates, "startedAt">]?: string };

type Dates = "startedAt" | "endedAt" | "wakeAt" | "due" | "pausedAt" | "customerAt" | "lastAt";
type Undated<T extends { readonly at: Date }> = Omit<T, "at"> & { readonly at: string };
type StoredFrontier = Omit<Keep["frontier"], "due"> & { readonly due?: string };

function dated<T extends { readonly at: string }>(thing: T): Omit<T, "at"> & { readonly at: Date } {
	return { ...thing, at: new Date(thing.at) };
}

function read(text: string | undefined): Date | undefined {
	return text === undefined ? undefined : new Date(text);
}

function readKeep({ remembered, frontier: { due, ...frontier }, ...rest }: NonNullable<StoredRun["keep"]>): Keep {
	return { ...rest, remembered: remembered.map(dated), frontier: { ...frontier, ...(due && { due: new Date(due) }) } };
}
