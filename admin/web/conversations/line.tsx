import type { ThreadMessage } from "#admin/contract/conversations.ts";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";
import { Pill } from "../states.tsx";
import type { Word } from "../words.ts";

const STATUS: Record<string, Word> = {
	pending: "statusPending",
	attempting: "statusPending",
	sent: "statusSent",
	delivered: "statusDelivered",
	read: "statusRead",
	played: "statusRead",
	unknown: "statusUnknown",
	blocked: "statusBlocked",
	failed: "statusFailed",
	cancelled: "statusCancelled",
};

/** On its way, or arrived: nothing that somebody has to look at. */
const QUIET: ReadonlySet<string> = new Set(["pending", "attempting", "delivered", "read", "played"]);

/** One line of the thread, as the customer wrote or saw it; a line of the bot explains itself. */
export function Line({ message, explain }: { message: ThreadMessage; explain: (message: ThreadMessage) => void }) {
	const { t, name, when, flow } = useSpeech();
	const status = STATUS[message.status];
	return (
		<article className={`message ${message.direction} by-${message.author}`}>
			{keyed(message.media, ({ url, kind, name: file }) => url ?? `${kind} ${file}`).map(({ key, item: media }) =>
				media.url && media.kind === "photo" ? (
					<img key={key} src={media.url} alt={media.name ?? ""} loading="lazy" />
				) : (
					<p key={key} className="file">
						{media.url ? <a href={media.url}>{media.name ?? media.kind}</a> : (media.name ?? media.kind)}
					</p>
				),
			)}
			<p className="words">
				{message.kind === "pressed" && <span className="faint">{t("pressed")} </span>}
				{message.text}
			</p>
			{message.buttons.length > 0 && (
				<ul className="captions">
					{keyed(message.buttons, (label) => label).map(({ key, item: label }) => (
						<li key={key}>{label}</li>
					))}
				</ul>
			)}
			{message.reactions.length > 0 && <p className="reactions">{message.reactions.join(" ")}</p>}
			<footer>
				<span>{message.authorName ?? name(message.author)}</span>
				<time dateTime={message.at}>{when(message.at)}</time>
				{message.versions.length > 0 && (
					<span title={message.versions.map((version) => version.text).join("\n")}>{t("edited")}</span>
				)}
				{message.proactive && <Pill tone="info">{t("proactive")}</Pill>}
				{status && message.status !== "sent" && (
					<Pill tone={QUIET.has(message.status) ? "plain" : "bad"}>
						{t(status)}
						{message.statusReason && `: ${message.statusReason}`}
					</Pill>
				)}
				{message.flow && message.runId && (
					<button type="button" className="link" aria-haspopup="true" onClick={() => explain(message)}>
						{flow(message.flow)} · {message.step}
					</button>
				)}
			</footer>
		</article>
	);
}
