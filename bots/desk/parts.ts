import type { KeepFile } from "#core/conversations/attachments.ts";
import type { StaffTurn } from "#core/conversations/staff-turn.ts";
import type { OpenBook } from "#core/flows/open-book.ts";
import type { InsightRules } from "#core/insights/insight-rules.ts";
import type { Shop } from "#core/shop.ts";
import type { Timers } from "#core/timers.ts";
import type { ChannelLog } from "../health.ts";
import type { OnPostAnswer } from "./posts.ts";

/** What the desk is built of. Its use cases are the core's, the same that the web calls. */
export type DeskParts = {
	readonly token: string;
	readonly apiRoot: string;
	readonly shop: Shop;
	readonly staffTurn: StaffTurn;
	readonly openBook: () => OpenBook;
	/** What the stages of the way to an order are called. */
	readonly stages: () => ReadonlyMap<string, string>;
	/** Teams of the shop, id to title. */
	readonly teams: () => Readonly<Record<string, string>>;
	readonly news: DeskNews;
	readonly log: ChannelLog;
	readonly timers: Timers;
	/** The shop's clock zone, IANA. */
	readonly zone: string;
	/** What numbers are counted by. */
	readonly insights: () => InsightRules;
	/** A drawing (SVG) as a picture. */
	readonly paint: (svg: string) => Promise<Uint8Array>;
	/** Somebody answered a post of another part of the shop. */
	readonly onPostAnswer?: OnPostAnswer | undefined;
	/** Where the web is; absent: links are left out. */
	readonly webAddress?: string | undefined;
	/** Files of the shop and its customers, by their path below the media folder. */
	readonly readMedia: (source: string) => Promise<{ bytes: Uint8Array; name: string }>;
	/** Takes a file that a member sends into the store. */
	readonly keepMedia: KeepFile;
};

/** What changed, by ids; and what the desk has changed, for open browsers. */
export type DeskNews = {
	tell(topic: "conversation" | "team" | "mention", id: string): void;
	hear(listener: (news: readonly { readonly topic: string; readonly id: string }[]) => void): () => void;
};

/** The desk's bot as the database names it, by the number that its token begins with; never the token itself. */
export function accountOf(token: string): string {
	return `desk:${token.split(":")[0]}`;
}
