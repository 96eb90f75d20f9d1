import type { ThreadMessage } from "#admin/contract/conversations.ts";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";

/** Pictures, voices and files of a line, shown in place where a browser can. */
export function LineMedia({ media }: { media: ThreadMessage["media"] }) {
	return keyed(media, ({ url, kind, name }) => url ?? `${kind} ${name}`).map(({ key, item }) => (
		<OneMedia key={key} media={item} />
	));
}

function OneMedia({ media: { kind, name: file, url } }: { media: ThreadMessage["media"][number] }) {
	const { t, name } = useSpeech();
	const title = file ?? name(kind);
	if (!url) return <p className="file">{title}</p>;
	switch (kind) {
		case "photo":
		case "sticker":
			return (
				<a href={url} target="_blank" rel="noreferrer">
					<img src={url} alt={file ?? t("picture")} loading="lazy" />
				</a>
			);
		case "voice":
		case "audio":
			// biome-ignore lint/a11y/useMediaCaption: nobody has written down what a customer says
			return <audio controls preload="none" src={url} aria-label={title} />;
		case "video":
		case "video_note":
		case "animation":
			// biome-ignore lint/a11y/useMediaCaption: nobody has written down what a customer says
			return <video controls preload="none" src={url} aria-label={title} />;
		default:
			return (
				<p className="file">
					<a href={url}>{title}</a>
				</p>
			);
	}
}
