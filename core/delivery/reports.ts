import type { Reports } from "#core/conversations/answer-row.ts";
import { noteStatus } from "./note-status.ts";
import { noteTemplate } from "./templates.ts";

/** Who hears, after the commit, of what a report has changed. */
export type ReportEars = {
	/** A message's status is another now: screens show it. */
	told(conversationId: string): void;
	/** A message that nobody had asked for has turned out to be sent: its silence counts from now. */
	accepted(rows: readonly bigint[]): void;
};

/** Takes what messengers tell of messages of ours. */
export function openReports({ told, accepted }: ReportEars): Reports {
	return {
		async status(shop, report) {
			const reported = await noteStatus(shop, report);
			if (!reported) return undefined;
			return () => {
				told(reported.conversationId);
				if (reported.accepted !== undefined) accepted([reported.accepted]);
			};
		},
		template: noteTemplate,
	};
}
