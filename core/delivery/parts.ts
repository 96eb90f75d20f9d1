import type { Abilities } from "#core/delivery/channel.ts";
import type { Content, ContentMedia } from "#core/delivery/content.ts";
import { fewButtons } from "./few-buttons.ts";
import { plainText } from "./markup.ts";
import { firstParagraph, splitText } from "./split-text.ts";

/**
 * One content as contents of exactly one call each, so that each is a row of its own in the outbox: a text within the
 * channel's limit, pictures before the text that does not fit under them, buttons on the last.
 */
export function parts(whole: Content, abilities: Abilities): readonly Content[] {
	const content = abilities.edits ? whole : asNew(whole);
	// Buttons that were to change under a message which cannot be changed: there is nothing to say.
	if (whole.edits !== undefined && !abilities.edits && isEmpty(content)) return [];
	if (content.reaction || content.removes !== undefined || isOneText(content, abilities)) return [content];
	const bodies = bodiesOf(content, abilities);
	const last = bodies.at(-1);
	return last ? dress(bodies, last, content, abilities) : [content];
}

/** Where nothing can be corrected a correction is said anew. */
function asNew({ edits: _, ...content }: Content): Content {
	return content;
}

function isEmpty({ text, media = [], invoice, reaction }: Content): boolean {
	return text === "" && media.length === 0 && !invoice && !reaction;
}

/** What a part shows; what only one part may carry is put on at the end. */
type Body = Pick<Content, "text" | "media" | "invoice">;

/** The usual case, told without reading the markup. */
function isOneText(content: Content, abilities: Abilities): boolean {
	const textAlone = !content.media?.length && !content.invoice && !keyboardsCollide(content, abilities);
	return textAlone && content.text.length <= abilities.textLimit;
}

function bodiesOf(content: Content, abilities: Abilities): readonly Body[] {
	const { text, invoice } = content;
	const pictures: readonly Body[] = picturesOf(content, abilities.album).map((media) => ({ text: "", media }));
	const bill: readonly Body[] = invoice ? [{ text: "", invoice }] : [];
	const [picture, second] = pictures;
	if (picture && !second && takesCaption(picture, content, abilities)) return [{ ...picture, text }, ...bill];
	// A picture that cannot carry buttons needs somebody beside it who does.
	const last = pictures.at(-1);
	const words = text === "" && last && !canCarry(last, content, abilities) ? "👇" : text;
	return [...pictures, ...splitText(words, abilities.textLimit).map((part) => ({ text: part })), ...bill];
}

/** An album cannot carry buttons, so with them the text follows as a message of its own. */
function takesCaption(picture: Body, content: Content, abilities: Abilities): boolean {
	if (picture.media?.some(({ caption }) => caption !== undefined)) return false;
	return canCarry(picture, content, abilities) && plainText(content.text).length <= abilities.captionLimit;
}

function canCarry({ media }: Body, content: Content, { buttons }: Abilities): boolean {
	if (!hasKeyboard(content)) return true;
	if (media?.length !== 1) return false;
	// Where buttons are few a list and a request go with words alone.
	return buttons !== "few" || (!content.request && fewButtons(content).as !== "list");
}

/** Pictures in albums as large as the channel takes; documents keep to themselves, and each voice does. */
function picturesOf(content: Content, album: number): readonly (readonly ContentMedia[])[] {
	const groups: ContentMedia[][] = [];
	for (const [index, medium] of (content.media ?? []).entries()) {
		const group = groups.at(-1);
		const joins =
			group && group.length < album && shelfOf(group[0]) === shelfOf(medium) && !standsAlone(content, index);
		if (joins) group.push(medium);
		else groups.push([medium]);
	}
	return groups;
}

/** An edit replaces one message; and where there is no text to carry the buttons, the last picture does. */
function standsAlone({ edits, media = [], ...content }: Content, index: number): boolean {
	return (
		media[index]?.kind === "voice" ||
		(edits !== undefined && index === 1) ||
		(index === media.length - 1 && content.text === "" && hasKeyboard(content))
	);
}

/** Pictures and videos go together. */
function shelfOf(medium: ContentMedia | undefined): string {
	return medium?.kind === "document" || medium?.kind === "voice" ? medium.kind : "picture";
}

function hasKeyboard({ buttons, request, closesRequest }: Content): boolean {
	return Boolean(buttons?.length || request || closesRequest);
}

/** A message has room for one keyboard: it either takes the request button away or shows buttons of its own. */
function keyboardsCollide({ buttons, request, closesRequest }: Content, abilities: Abilities): boolean {
	const hasBoth = Boolean(closesRequest && !request && buttons?.length);
	return hasBoth && abilities.buttons === "inline" && abilities.requests.length > 0;
}

function dress(bodies: readonly Body[], last: Body, content: Content, abilities: Abilities): readonly Content[] {
	const { language, replyTo, edits, buttons, request, closesRequest, template } = content;
	const collides = keyboardsCollide(content, abilities);
	const dressed = bodies.map((body, index) => ({
		...body,
		...(language !== undefined && { language }),
		...(index === 0 && replyTo !== undefined && { replyTo }),
		// One approved message stands for all parts of free text.
		...(index === 0 && template && { template }),
		...(index === 0 && edits !== undefined && { edits }),
		...(body === last && buttons && { buttons }),
		...(body === last && request && { request }),
		...(body === last && closesRequest && !collides && { closesRequest }),
	}));
	return collides ? closeFirst(dressed) : dressed;
}

/**
 * The request button goes away with what is said first: an earlier part, the first paragraph, or, where there is
 * nothing else, a nod.
 */
function closeFirst(contents: readonly Content[]): readonly Content[] {
	const [first, ...others] = contents;
	if (!first) return contents;
	const carries = first.edits === undefined && (first.media?.length ?? 0) <= 1;
	if (carries && others.length > 0) return [{ ...first, closesRequest: true }, ...others];
	const split = carries && !first.media ? firstParagraph(first.text) : undefined;
	if (!split) return [{ text: "👌", closesRequest: true }, ...contents];
	const { buttons, ...opening } = first;
	const { replyTo: _, ...rest } = first;
	return [
		{ ...opening, text: split.paragraph, closesRequest: true },
		{ ...rest, text: split.rest },
	];
}
