import { formulaSource, optionalFormula, optionalText, textSource, valueSource } from "./compile-values.ts";
import type { MessageButton, Message as MessageFile, OnWhatsapp } from "./flow-file.ts";
import type { ChannelVariant, MediaSource, Message, SayButton } from "./program.ts";

/** What a `say` sends. */
export function compileMessage(say: MessageFile, key: string, line: number): Message {
	return {
		...optionalText("text", say.text, `${key}.text`, line),
		...(say.any ? { any: say.any.map((text, at) => textSource(text, `${key}.any.${at}`, line)) } : {}),
		media: mediaOf(say, line),
		buttons: (say.buttons ?? []).map((button, at) => compileButton(button, `${key}.buttons.${at}`, line)),
		...compileVariants(say, key, line),
	};
}

/** The parts that Telegram or WhatsApp get instead. */
export function compileVariants(
	words: { telegram?: OnWhatsapp; whatsapp?: OnWhatsapp },
	key: string,
	line: number,
): { telegram?: ChannelVariant; whatsapp?: ChannelVariant } {
	return {
		...(words.telegram ? { telegram: compileVariant(words.telegram, `${key}.telegram`, line) } : {}),
		...(words.whatsapp ? { whatsapp: compileVariant(words.whatsapp, `${key}.whatsapp`, line) } : {}),
	};
}

function compileVariant(words: OnWhatsapp, id: string, line: number): ChannelVariant {
	return {
		...optionalText("text", words.text, `${id}.text`, line),
		...optionalFormula("image", words.image, line),
		...optionalText("template", words.template, `${id}.template`, line),
		params: (words.params ?? []).map((param, at) => valueSource(param, `${id}.params.${at}`, line)),
		skip: words.skip ?? false,
	};
}

function mediaOf({ image, video, file }: MessageFile, line: number): MediaSource[] {
	const media: MediaSource[] = [];
	if (image !== undefined) media.push({ kind: "photo", source: formulaSource(image, line) });
	if (video !== undefined) media.push({ kind: "video", source: formulaSource(video, line) });
	if (file !== undefined) media.push({ kind: "document", source: formulaSource(file, line) });
	return media;
}

function compileButton(button: MessageButton, id: string, line: number): SayButton {
	const words = {
		label: textSource(button.label, `${id}.label`, line),
		...optionalText("short", button.short, `${id}.short`, line),
	};
	if (button.launch !== undefined) return { ...words, does: { launch: button.launch } };
	return { ...words, does: { url: textSource(button.url ?? "", `${id}.url`, line) } };
}
