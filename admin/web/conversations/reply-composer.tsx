import { type Ref, useState } from "react";
import type { Attachment, ConversationRow } from "#admin/contract/conversations.ts";
import { useSpeech } from "../language.tsx";
import { pressKey } from "../press-key.ts";
import { Attach } from "./attach.tsx";
import { ChannelLine } from "./channel-line.tsx";
import type { ReplyParts } from "./composer.tsx";
import { PromiseHint } from "./promise-hint.tsx";
import { ProposeReply } from "./proposals.tsx";
import { ReplyField } from "./reply-field.tsx";
import { ReplyWays, type Ways } from "./reply-ways.tsx";
import { useLeading } from "./use-leading.ts";

/** Words and files to the customer: by which channel, in answer to what, keeping which promise. */
export function ReplyComposer({ ref, ...parts }: ReplyParts & { ref: Ref<HTMLTextAreaElement> }) {
	const { conversation, promises, text, write, unsent, quoted, unquote, tellTyping, start } = parts;
	const { t } = useSpeech();
	const { other } = useLeading(conversation);
	const [files, setFiles] = useState<readonly Attachment[]>([]);
	const [ways, setWays] = useState<Ways>({});
	const isLed = other !== null;
	const isEmpty = !text.trim() && files.length === 0;

	function sendReply() {
		if (isEmpty) return;
		void unsent.post({
			...{ key: pressKey(), text: text.trim(), ...ways },
			files: files.map(({ id, name }) => ({ id, name })),
			...(quoted && { quotes: quoted.id }),
		});
		write("");
		setFiles([]);
		setWays({});
		unquote();
	}

	return (
		<>
			<ChannelLine conversationId={conversation.id} channel={channelOf(conversation, ways.chatId)} />
			{other && (
				<p className="led" role="status">
					{t("ledBy")} <strong>{other.name}</strong>. {t("ledHint")}
				</p>
			)}
			{quoted && (
				<p className="quoting line">
					<span>
						<small>{t("quoting")}</small> {quoted.text}
					</span>
					<button type="button" className="quiet" aria-label={t("unquote")} onClick={unquote}>
						✕
					</button>
				</p>
			)}
			<ReplyField
				ref={ref}
				text={text}
				disabled={isLed}
				write={(next) => {
					write(next);
					tellTyping();
				}}
				send={sendReply}
				canned={() => start({ what: "canned" })}
				item={() => start({ what: "item" })}
			/>
			<PromiseHint text={text} start={start} />
			<ReplyWays conversation={conversation} promises={promises} ways={ways} change={setWays} />
			<div className="buttons">
				<Attach files={files} change={setFiles} disabled={isLed} />
				<button type="button" disabled={isLed} onClick={() => start({ what: "canned" })}>
					{t("cannedShort")}
				</button>
				<button type="button" disabled={isLed} onClick={() => start({ what: "item" })}>
					{t("itemShort")}
				</button>
				<ProposeReply
					key={conversation.id}
					conversationId={conversation.id}
					disabled={isLed}
					take={(proposed) => write(text.trim() ? `${text}\n${proposed}` : proposed)}
				/>
				<button type="button" disabled={isLed || !text.trim()} onClick={() => start({ what: "later" })}>
					{t("sendLater")}
				</button>
				<button type="button" className="main" disabled={isLed || isEmpty} onClick={sendReply}>
					{t("send")}
				</button>
			</div>
		</>
	);
}

function channelOf({ chats, channel }: ConversationRow, chatId: string | undefined): string | null {
	return chats.find(({ id }) => id === chatId)?.channel ?? channel;
}
