import type { PhoneMessage } from "#admin/contract/phones.ts";
import type { ChannelName } from "#core/channel-names.ts";
import { buttonRows } from "#core/delivery/button-rows.ts";
import type { Abilities } from "#core/delivery/channel.ts";
import type { Content } from "#core/delivery/content.ts";
import { fewButtons } from "#core/delivery/few-buttons.ts";
import { type Mark, readMarkup } from "#core/delivery/markup.ts";
import { parts } from "#core/delivery/parts.ts";
import { SAMPLE_NOW } from "#core/flows/preview-samples.ts";
import { simulatedChannels } from "#core/flows/simulated-channels.ts";

/** What a phone shows of something said: a message for each call that the channel needs. */
export function showOnPhone(content: Content, channel: ChannelName): PhoneMessage[] {
	const abilities = simulatedChannels[channel];
	return parts(content, abilities).map((part, at) => message(part, abilities, at));
}

function message(content: Content, abilities: Abilities, at: number): PhoneMessage {
	const { rows, lines } = buttonsOf(content, abilities);
	const { text, styles } = styled([content.text, ...lines].filter((line) => line !== "").join("\n"));
	const media = content.media ?? [];
	return {
		id: String(at + 1),
		from: "bot",
		at: SAMPLE_NOW.toISOString(),
		text,
		styles,
		photos: [],
		// Goods of a preview are invented: there is no picture of them to show, only that there would be one.
		files: media.map(({ name, source }) => name ?? source),
		extra: null,
		buttons: rows,
		edited: false,
		reactions: [],
		replyTo: null,
	};
}

type Laid = { rows: { label: string; url: string | null }[][]; lines: readonly string[] };

/** Buttons as the channel has them: as many as there are, a few, or words in the text alone. */
function buttonsOf(content: Content, { buttons: kind }: Abilities): Laid {
	const request = content.request ? [[{ label: content.request.label, url: null }]] : [];
	if (kind === "none") return { rows: [], lines: [] };
	if (kind === "few") {
		const { pressable, link, lines } = fewButtons(content);
		const rows = pressable.map(({ title, about }) => [{ label: about ? `${title} · ${about}` : title, url: null }]);
		return { rows: [...rows, ...(link ? [[{ label: link.label, url: link.url }]] : []), ...request], lines };
	}
	const all = (content.buttons ?? []).map((button) => ({
		label: button.label,
		url: "url" in button ? button.url : null,
	}));
	return { rows: [...buttonRows(all).map((row) => [...row]), ...request], lines: [] };
}

const STYLES: Record<Mark, string> = { bold: "bold", italic: "italic", struck: "strikethrough", code: "code" };

/** Light markup as a text and its styles. */
function styled(source: string): Pick<PhoneMessage, "text" | "styles"> {
	let text = "";
	const styles: PhoneMessage["styles"] = [];
	for (const run of readMarkup(source)) {
		const place = { offset: text.length, length: run.text.length };
		for (const mark of run.marks) styles.push({ type: STYLES[mark], ...place });
		if (run.link !== undefined) styles.push({ type: "text_link", url: run.link, ...place });
		text += run.text;
	}
	return { text, styles };
}
