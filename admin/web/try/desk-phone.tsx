import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { PhoneAct, PhoneMessage, PhoneTopic, PhoneView } from "#admin/contract/phones.ts";
import { send } from "../api.ts";
import { Icon } from "../icon.tsx";
import { useSpeech } from "../language.tsx";
import { Bubble } from "./bubble.tsx";

type Act = (act: PhoneAct) => void;

/** An operator's phone: the staff's group in Telegram, first its topics, then one of them. */
export function DeskPhone({ phone, topics }: { phone: PhoneView; topics: readonly PhoneTopic[] }) {
	const { t, trouble } = useSpeech();
	const [open, setOpen] = useState<string>();
	const [read, setRead] = useState<Readonly<Record<string, number>>>({});
	const acting = useMutation({ mutationFn: (act: PhoneAct) => send("POST", `/api/demo/phones/${phone.id}/acts`, act) });
	const topic = topics.find(({ id }) => id === open);

	/** What is on the screen has been read, also when one leaves it. */
	function show(next: PhoneTopic | undefined) {
		const seen = [topic, next].flatMap((one) => (one ? [[one.id, one.messages.length] as const] : []));
		setRead({ ...read, ...Object.fromEntries(seen) });
		setOpen(next?.id);
	}

	return (
		<section className="phone on-desk" aria-label={`${phone.name} · ${t("deskPhone")}`}>
			<header>
				{topic ? (
					<button type="button" className="quiet back" aria-label={t("backToTopics")} onClick={() => show(undefined)}>
						←
					</button>
				) : (
					<span className="avatar" aria-hidden="true">
						{phone.bot.slice(0, 1)}
					</span>
				)}
				<div className="whose">
					<strong>{topic ? nameOf(topic, t("generalTopic")) : phone.bot}</strong>
					<small>
						{phone.name} · {t("deskPhone")}
					</small>
				</div>
			</header>
			{topic ? (
				<Topic key={topic.id} topic={topic} menu={phone.menu} act={acting.mutate} />
			) : (
				<Topics topics={topics} read={read} choose={show} />
			)}
			{acting.isError && <p role="alert">{trouble(acting.error)}</p>}
		</section>
	);
}

function Topics({
	topics,
	read,
	choose,
}: {
	topics: readonly PhoneTopic[];
	read: Readonly<Record<string, number>>;
	choose: (topic: PhoneTopic) => void;
}) {
	const { t, time } = useSpeech();
	return (
		<div className="topics">
			{topics.length < 2 && <p className="faint">{t("deskEmpty")}</p>}
			<ul>
				{topics.map((topic) => {
					const last = topic.messages.at(-1);
					const unread = topic.messages.length - (read[topic.id] ?? 0);
					return (
						<li key={topic.id}>
							<button type="button" className="quiet" onClick={() => choose(topic)}>
								<span className="avatar" aria-hidden="true">
									{topic.id === "0" ? "#" : topic.name.slice(0, 1)}
								</span>
								<span className="about">
									<strong>{nameOf(topic, t("generalTopic"))}</strong>
									<small className="faint">{last ? lastLineOf(last) : "—"}</small>
								</span>
								{last && <time dateTime={last.at}>{time(last.at)}</time>}
								{unread > 0 && <span className="unread">{unread}</span>}
							</button>
						</li>
					);
				})}
			</ul>
		</div>
	);
}

function Topic({ topic, menu, act }: { topic: PhoneTopic; menu: PhoneView["menu"]; act: Act }) {
	const { t } = useSpeech();
	const [aim, setAim] = useState<Aim>();
	const { pinned } = topic;
	return (
		<>
			{pinned && (
				<details className="pinned" open>
					<summary>{t("pinned")}</summary>
					<Bubble message={pinned} act={act} />
				</details>
			)}
			<div className="chat" role="log" aria-label={topic.name}>
				<div>
					{topic.messages
						.filter(({ id }) => id !== pinned?.id)
						.map((message) => (
							<div key={message.id} className={`answerable from-${message.from}`}>
								<Bubble message={message} act={act} />
								{message.from === "customer" && message.text !== "" ? (
									<button
										type="button"
										className="quiet answer"
										aria-label={`${t("editThis")}: ${lastLineOf(message)}`}
										onClick={() => setAim({ at: "own", message })}
									>
										✎
									</button>
								) : (
									<button
										type="button"
										className="quiet answer"
										aria-label={`${t("answerThis")}: ${lastLineOf(message)}`}
										onClick={() => setAim({ at: "other", message })}
									>
										↩
									</button>
								)}
							</div>
						))}
				</div>
			</div>
			<Keys
				key={aim?.at === "own" ? aim.message.id : "new"}
				topic={topic}
				menu={menu}
				act={act}
				aim={aim}
				drop={() => setAim(undefined)}
			/>
		</>
	);
}

/** What the words are about: a message that is answered, or one's own that is mended. */
type Aim = { readonly at: "own" | "other"; readonly message: PhoneMessage };

function Keys({
	topic,
	menu,
	act,
	aim,
	drop,
}: {
	topic: PhoneTopic;
	menu: PhoneView["menu"];
	act: Act;
	aim: Aim | undefined;
	drop: () => void;
}) {
	const { t } = useSpeech();
	const [text, setText] = useState(aim?.at === "own" ? aim.message.text : "");
	function submit(event: FormEvent) {
		event.preventDefault();
		if (!text.trim()) return;
		if (aim?.at === "own") act({ act: "edit", message: aim.message.id, text });
		else act({ act: "write", text, topic: topic.id, ...(aim && { replyTo: aim.message.id }) });
		setText("");
		drop();
	}
	return (
		<>
			{aim && (
				<p className="quoted">
					<span>
						{aim.at === "own" ? "✎" : "↩"} {lastLineOf(aim.message)}
					</span>
					<button
						type="button"
						className="quiet"
						aria-label={t(aim.at === "own" ? "dropEdit" : "dropQuote")}
						onClick={drop}
					>
						×
					</button>
				</p>
			)}
			<form className="write" onSubmit={submit}>
				{topic.id === "0" &&
					menu.map(({ command, title }) => (
						<button
							key={command}
							type="button"
							title={title}
							onClick={() => act({ act: "write", text: `/${command}`, topic: topic.id })}
						>
							/{command}
						</button>
					))}
				{topic.id !== "0" && (
					<button type="button" aria-label={t("sendPhoto")} onClick={() => act({ act: "send-photo", topic: topic.id })}>
						📎
					</button>
				)}
				<input
					value={text}
					aria-label={t("message")}
					placeholder={topic.id === "0" ? t("message") : t("deskHint")}
					onChange={(event) => setText(event.target.value)}
				/>
				<button type="submit" className="main" aria-label={t("send")}>
					<Icon name="send" />
				</button>
			</form>
		</>
	);
}

function nameOf({ id, name }: PhoneTopic, general: string): string {
	return id === "0" ? general : name;
}

/** What a list shows of a message: its last words, or what hangs on it. */
function lastLineOf({ text, photos, files, extra }: PhoneMessage): string {
	const line = text.split("\n").findLast((one) => one.trim() !== "");
	return line ?? extra ?? files[0] ?? (photos.length > 0 ? "🖼" : "…");
}
