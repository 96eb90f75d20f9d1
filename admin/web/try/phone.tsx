import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import type { PhoneAct, PhoneView } from "#admin/contract/phones.ts";
import { send } from "../api.ts";
import { Icon } from "../icon.tsx";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";
import { Bubble } from "./bubble.tsx";

/** One phone: the chat with the bot, as the messenger shows it. */
export function Phone({ phone }: { phone: PhoneView }) {
	const { t, trouble } = useSpeech();
	const acting = useMutation({ mutationFn: (act: PhoneAct) => send("POST", `/api/demo/phones/${phone.id}/acts`, act) });
	const [text, setText] = useState("");

	/** What did not get through is written again with one tap. */
	function write(words: string) {
		setText("");
		acting.mutate({ act: "write", text: words }, { onError: () => setText((now) => now || words) });
	}
	return (
		<section className={`phone on-${phone.channel.toLowerCase()}`} aria-label={phone.name}>
			<header>
				<span className="avatar" aria-hidden="true">
					{phone.bot.slice(0, 1)}
				</span>
				<div className="whose">
					<strong>{phone.bot}</strong>
					<small>{phone.typing ? t("typing") : `${phone.name} · ${phone.channel}`}</small>
				</div>
				<More phone={phone} act={acting.mutate} />
			</header>
			<div className="chat" role="log" aria-label={phone.name}>
				<div>
					{phone.messages.map((message) => (
						<Bubble key={message.id} message={message} act={acting.mutate} />
					))}
				</div>
			</div>
			{acting.isError && <p role="alert">{trouble(acting.error)}</p>}
			{phone.blocked ? (
				<button type="button" className="wide" onClick={() => acting.mutate({ act: "unblock" })}>
					{t("blockedBot")}. {t("unblockBot")}
				</button>
			) : phone.started ? (
				<Keys {...{ phone, text, setText, write }} act={acting.mutate} />
			) : (
				<button type="button" className="wide main" onClick={() => acting.mutate({ act: "start" })}>
					{t("start")}
				</button>
			)}
		</section>
	);
}

type KeysParts = {
	readonly phone: PhoneView;
	readonly text: string;
	readonly setText: (text: string) => void;
	readonly write: (words: string) => void;
	readonly act: (act: PhoneAct) => void;
};

function Keys({ phone, text, setText, write, act }: KeysParts) {
	const { t } = useSpeech();
	function submit(event: FormEvent) {
		event.preventDefault();
		if (text.trim()) write(text);
	}
	return (
		<>
			{phone.keyboard.length > 0 && (
				<div className="keyboard">
					{keyed(phone.keyboard.flat(), ({ label }) => label).map(({ key: place, item: key }) => (
						<button
							key={place}
							type="button"
							onClick={() => {
								if (key.asks === "phone") act({ act: "share-phone" });
								else if (key.asks === "location") act({ act: "share-location" });
								else act({ act: "write", text: key.label });
							}}
						>
							{key.label}
						</button>
					))}
				</div>
			)}
			<form className="write" onSubmit={submit}>
				<input
					value={text}
					aria-label={t("message")}
					placeholder={t("message")}
					onChange={(event) => setText(event.target.value)}
				/>
				<button type="submit" className="main" aria-label={t("send")}>
					<Icon name="send" />
				</button>
			</form>
		</>
	);
}

/** Menu commands, attachments and the rest that a phone can do. */
function More({ phone, act }: { phone: PhoneView; act: (act: PhoneAct) => void }) {
	const { t } = useSpeech();
	const menu = useRef<HTMLDetailsElement>(null);
	function choose(chosen: PhoneAct) {
		act(chosen);
		if (menu.current) menu.current.open = false;
	}
	return (
		<details className="more" ref={menu}>
			<summary aria-label={t("menu")}>⋮</summary>
			<div>
				{phone.menu.map((entry) => (
					<button key={entry.command} type="button" onClick={() => choose({ act: "write", text: `/${entry.command}` })}>
						/{entry.command} <small className="faint">{entry.title}</small>
					</button>
				))}
				<hr />
				<button type="button" onClick={() => choose({ act: "share-phone" })}>
					{t("sharePhone")}
				</button>
				<button type="button" onClick={() => choose({ act: "share-location" })}>
					{t("shareLocation")}
				</button>
				<button type="button" onClick={() => choose({ act: "send-photo", caption: t("photoCaption") })}>
					{t("sendPhoto")}
				</button>
				<button type="button" onClick={() => choose({ act: "send-sticker" })}>
					{t("sendSticker")}
				</button>
				<button type="button" onClick={() => choose({ act: phone.blocked ? "unblock" : "block" })}>
					{phone.blocked ? t("unblockBot") : t("blockBot")}
				</button>
			</div>
		</details>
	);
}
