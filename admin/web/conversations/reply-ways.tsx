import type { ConversationRow, PromiseView } from "#admin/contract/conversations.ts";
import { useSpeech } from "../language.tsx";

export type Ways = { readonly chatId?: string; readonly keeps?: string };

/** By which chat this reply goes, and which promise it keeps; shown where there is a choice. */
export function ReplyWays({ conversation, promises, ways, change }: WaysParts) {
	const { t, name } = useSpeech();
	const { chats, channel } = conversation;
	const open = promises.filter(({ state }) => state === "open");
	if (chats.length < 2 && open.length === 0) return null;
	return (
		<div className="ways">
			{chats.length > 1 && (
				<label>
					{t("sendBy")}
					<select
						value={ways.chatId ?? ""}
						onChange={({ target }) => {
							const { chatId: _, ...rest } = ways;
							change(target.value ? { ...rest, chatId: target.value } : rest);
						}}
					>
						<option value="">{channel ? name(channel) : "—"}</option>
						{chats
							.filter((chat) => chat.channel !== channel)
							.map((chat) => (
								<option key={chat.id} value={chat.id} disabled={!chat.reachable}>
									{name(chat.channel)}
								</option>
							))}
					</select>
				</label>
			)}
			{open.length > 0 && (
				<label>
					{t("keepsPromise")}
					<select
						value={ways.keeps ?? ""}
						onChange={({ target }) => {
							const { keeps: _, ...rest } = ways;
							change(target.value ? { ...rest, keeps: target.value } : rest);
						}}
					>
						<option value="">{t("none")}</option>
						{open.map(({ id, text }) => (
							<option key={id} value={id}>
								{text}
							</option>
						))}
					</select>
				</label>
			)}
		</div>
	);
}

type WaysParts = {
	readonly conversation: ConversationRow;
	readonly promises: readonly PromiseView[];
	readonly ways: Ways;
	readonly change: (ways: Ways) => void;
};
