import { Refusal } from "#core/refusal.ts";

/** A line of `_reasons.yaml`: why somebody bought, or did not. */
export type Reason = { readonly id: string; readonly kind: "won" | "lost"; readonly title: string };

/** What nobody has found out. It is no reason of the list, and reports show it. */
export const UNKNOWN = "unknown";

/** Says nothing by itself, so it is saved with a note alone. */
const OTHER = "other";

/** Whether a reason has to come with a note. */
export function needsNote(reason: string): boolean {
	return reason === OTHER;
}

/** The reason that a member has named; the list is closed. */
export function namedReason(
	reasons: readonly Reason[],
	{ reason, note, kind }: { reason?: string | undefined; note?: string | undefined; kind?: Reason["kind"] },
): Reason {
	if (!reason) throw new Refusal("invalid", "Без причины не сохранить: назовите, почему.");
	const named = reasons.find((one) => one.id === reason && (!kind || one.kind === kind));
	if (!named) throw new Refusal("invalid", `Причины «${reason}» нет в списке.`);
	if (needsNote(reason) && !note?.trim()) throw new Refusal("invalid", `«${named.title}»: напишите, что именно.`);
	return named;
}
